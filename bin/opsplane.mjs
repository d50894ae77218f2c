#!/usr/bin/env node
// The command line of a checkout: runs the bundle, and says what to do while there is none.
import { existsSync } from 'node:fs'

const bundle = new URL('../dist/opsplane.mjs', import.meta.url)
if (!existsSync(bundle)) {
  process.stderr.write(
    'error: Opsplane is not built yet\nhelp: node scripts/ready.mjs app   (npm start does it by itself)\n',
  )
  process.exit(1)
}
process.setSourceMapsEnabled(true)
await import(bundle)
