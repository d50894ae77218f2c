/** Deliveries of GitHub, as its documentation shows them, cut to what anybody reads. */
import { createHmac } from 'node:crypto'

const repository = { full_name: 'acme/orders', name: 'orders' }

export const deploymentStatus = (state: string, more: object = {}) => ({
  ...{ action: 'created', repository },
  deployment: { environment: 'production', ref: 'v1.5.0', sha: 'a'.repeat(40) },
  deployment_status: { state, updated_at: '2026-01-07T11:59:00Z', target_url: '' },
  ...more,
})
export const workflowRun = (
  conclusion: string | null,
  updatedAt: string,
  action = 'completed',
) => ({
  ...{ action, repository },
  workflow_run: {
    ...{ name: 'nightly', head_branch: 'main', head_sha: 'b'.repeat(40), conclusion },
    ...{ html_url: 'https://github.example/acme/orders/actions/runs/1', updated_at: updatedAt },
  },
})

/** Body and headers of a signed delivery. */
export function signedByGithub(event: string, id: string, payload: unknown, secret: string) {
  const body = JSON.stringify(payload)
  const hmac = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    ...{ 'x-github-event': event, 'x-github-delivery': id },
    'x-hub-signature-256': `sha256=${hmac}`,
  }
  return { body, headers }
}
