import { readFileSync } from 'node:fs'
import type { Action } from '../command.ts'

const AT_ONCE = 5_000

/** One address a line; the way is told by how it looks. */
const statusImport: Action = async (
  { terminal, connection, workload },
  _options,
  page = '',
  file = '',
) => {
  const addresses = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const sum = { imported: 0, known: 0 }
  for (let from = 0; from < addresses.length; from += AT_ONCE) {
    const { data } = await connection().call('status.import-subscribers', {
      params: { page },
      body: {
        workload: await workload(),
        subscribers: addresses
          .slice(from, from + AT_ONCE)
          .map((address) => ({ kind: kindOf(address), address })),
      },
    })
    sum.imported += data.imported
    sum.known += data.known
  }
  if (terminal.json) terminal.data(sum)
  else
    terminal.line(
      terminal.status(
        'ok',
        `${sum.imported} follow now; ${sum.known} were known and stay as they were`,
      ),
    )
}

function kindOf(address: string): 'email' | 'webhook' | 'sms' {
  if (/^https?:/.test(address)) return 'webhook'
  return address.includes('@') ? 'email' : 'sms'
}
export default statusImport
