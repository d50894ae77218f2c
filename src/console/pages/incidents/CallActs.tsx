/** How a person changes the way help is called: now, later, others; and what a third party answered. */
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../data/index.ts'
import { Button } from '../../ui/index.ts'
import type { CallQuestion } from './CallAsked.tsx'
import type { IncidentDetail } from './words.ts'

// The dialogs are loaded when one is asked for.
const CallAsked = lazy(() => import('./CallAsked.tsx').then((it) => ({ default: it.CallAsked })))

export function CallActs({ incident }: { incident: IncidentDetail }) {
  const may = useMay('respond')
  const [asked, setAsked] = useState<CallQuestion>()
  if (!may) return null
  const hasParties = (incident.escalation?.parties.length ?? 0) > 0
  return (
    <div className="call-acts">
      <Button onClick={() => setAsked('escalate')}>Call help now</Button>
      <Button onClick={() => setAsked('snooze')}>Let it wait</Button>
      <Button onClick={() => setAsked('reassign')}>Hand over</Button>
      {hasParties && <Button onClick={() => setAsked('case')}>Case number</Button>}
      <Suspense fallback={null}>
        {asked && (
          <CallAsked question={asked} incident={incident} onClose={() => setAsked(undefined)} />
        )}
      </Suspense>
    </div>
  )
}
