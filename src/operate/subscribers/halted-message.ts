/** What the owner of a workload hears when a job waits for a person. */
import type { NotificationMessage } from '#ledger'

export function haltedMessage(
  job: { readonly page: string; readonly fanOut: string; readonly reason: string },
  title: string,
): NotificationMessage {
  const { page, fanOut, reason } = job
  return {
    title: `Subscribers are not told: ${title}`,
    lines: [
      `Those who follow ${title} are not told what it says: ${reason}.`,
      `If it is still so, let it go on: opsplane status release ${fanOut}`,
      'You are told because you own the workload.',
    ],
    fields: [],
    links: [{ label: 'Current status', path: `/status/${page}` }],
    data: { page, fanOut, reason },
  }
}
