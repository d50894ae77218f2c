/** Where things are: the groups of the navigation, their keys, and what stands on the phone's bottom bar. */
import {
  Activity,
  BellOff,
  BellRing,
  BookCheck,
  Boxes,
  ChartLine,
  ClipboardCheck,
  FlaskConical,
  Footprints,
  Inbox,
  LayoutDashboard,
  Lightbulb,
  Link2,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Network,
  PhoneCall,
  Repeat,
  ScrollText,
  Siren,
  Target,
  Users,
} from 'lucide-react'

export interface Place {
  /** Path below the workload, as in routes.ts. */
  readonly path: string
  readonly label: string
  readonly icon: LucideIcon
  /** After `G`. */
  readonly key?: string
}

export interface Group {
  readonly label?: string
  readonly places: readonly Place[]
}

const overview: Place = { path: '', label: 'Overview', icon: Activity, key: 'o' }
const procedures: Place = { path: 'procedures', label: 'Procedures', icon: BookCheck, key: 'p' }
const incidents: Place = { path: 'incidents', label: 'Incidents', icon: Siren, key: 'i' }
const onCall: Place = { path: 'on-call', label: 'On call', icon: Users, key: 'c' }

export const groups: readonly Group[] = [
  {
    places: [
      overview,
      { path: 'outcomes', label: 'Outcomes', icon: Target, key: 'u' },
      { path: 'system', label: 'System', icon: Network, key: 'y' },
    ],
  },
  {
    label: 'Prepare',
    places: [
      { path: 'model', label: 'Workload as code', icon: Boxes, key: 'w' },
      procedures,
      { path: 'drills', label: 'Drills', icon: FlaskConical, key: 'd' },
    ],
  },
  {
    label: 'Operate',
    places: [
      incidents,
      { path: 'problems', label: 'Problems', icon: Repeat, key: 'k' },
      { path: 'dashboards', label: 'Dashboards', icon: LayoutDashboard, key: 'b' },
      { path: 'explore', label: 'Explore', icon: ChartLine, key: 'e' },
      { path: 'alarms', label: 'Alarms', icon: BellRing, key: 'a' },
      { path: 'event-sources', label: 'Event sources', icon: Inbox },
      { path: 'silences', label: 'Silences', icon: BellOff, key: 'q' },
      { path: 'journeys', label: 'Journeys', icon: Footprints, key: 'j' },
      onCall,
      { path: 'escalations', label: 'Escalations', icon: PhoneCall },
      { path: 'notifications', label: 'Notifications', icon: MessageSquare, key: 'n' },
    ],
  },
  {
    label: 'Evolve',
    places: [
      { path: 'retrospectives', label: 'Retrospectives', icon: MessagesSquare, key: 't' },
      { path: 'improvements', label: 'Improvements', icon: Lightbulb, key: 'm' },
      { path: 'lessons', label: 'Lessons', icon: ScrollText, key: 's' },
      { path: 'review', label: 'Review', icon: ClipboardCheck, key: 'r' },
    ],
  },
  { label: 'Record', places: [{ path: 'ledger', label: 'Ledger', icon: Link2, key: 'l' }] },
]

export const bottom: readonly Place[] = [overview, incidents, procedures, onCall]
