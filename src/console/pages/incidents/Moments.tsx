/** The timeline of an incident; the switch leaves only what is worth a look first. */
import {
  Bell,
  BookCheck,
  CircleAlert,
  CircleDot,
  Hand,
  Megaphone,
  MessageSquare,
  PhoneCall,
  Rocket,
  Siren,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useFilter } from '../../data/index.ts'
import { Button, Card, Timeline } from '../../ui/index.ts'
import { NoteBox } from './NoteBox.tsx'
import type { IncidentDetail } from './words.ts'

const ICONS: Record<string, ReactNode> = {
  'incident.acknowledged': <Hand size={14} />,
  'incident.note-added': <MessageSquare size={14} />,
  incident: <Siren size={14} />,
  alarm: <CircleAlert size={14} />,
  notification: <Bell size={14} />,
  escalation: <PhoneCall size={14} />,
  procedure: <BookCheck size={14} />,
  step: <CircleDot size={14} />,
  status: <Megaphone size={14} />,
  deployment: <Rocket size={14} />,
}

/** What a person wrote is always shown. */
const NOTE = 'incident.note-added'

function iconOf(type: string): ReactNode {
  return ICONS[type] ?? ICONS[type.split('.')[0] ?? ''] ?? <CircleDot size={14} />
}

export function Moments({ incident }: { incident: IncidentDetail }) {
  const [which, setWhich] = useFilter('moments', 'key')
  const onlyKey = which === 'key'
  const entries = incident.timeline
    .filter(({ isKey, type }) => isKey || !onlyKey || type === NOTE)
    .toSorted((a, b) => b.position - a.position)
  return (
    <Card
      title="Timeline"
      flush
      aside={
        <Button small aria-pressed={onlyKey} onClick={() => setWhich(onlyKey ? 'all' : 'key')}>
          {onlyKey ? `Show all ${incident.timeline.length}` : 'Key moments'}
        </Button>
      }
    >
      <Timeline
        label="Timeline"
        entries={entries.map(({ position, at, type, sentence }) => ({
          key: position,
          at,
          icon: iconOf(type),
          children: sentence,
        }))}
      />
      <NoteBox incident={incident.name} />
    </Card>
  )
}
