/** The reference in the repository is what the product does now; `npx vitest run --project unit test/docs -u` writes it anew. */
import { expect, test } from 'vitest'
import { reference } from './reference.ts'

test.each(Object.keys(reference))('docs/reference/%s says what the product does', async (file) => {
  await expect(reference[file]!()).toMatchFileSnapshot(`../../docs/reference/${file}`)
})
