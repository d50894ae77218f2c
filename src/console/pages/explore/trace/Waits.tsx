/** Where the time of a trace went: how long it waited for each service itself. */
import { Card } from '../../../ui/index.ts'
import { tokenOf } from '../line-look.ts'
import { took } from '../took.ts'
import { type Trace, waitedFor } from './waterfall.ts'

export function Waits({ trace }: { trace: Trace }) {
  return (
    <Card title="Where the time went">
      <ul className="waits">
        {waitedFor(trace).map(({ service, ms, share }) => (
          <li key={service}>
            <span className="row">
              <i
                className="service-dot"
                style={{ background: `var(--${tokenOf(trace.services.indexOf(service))})` }}
              />
              {service}
              <span className="push">
                {took(ms)} <span className="muted">{Math.round(share * 100)} %</span>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
