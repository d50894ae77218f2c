/** How the system page speaks of dependencies. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type System = Data<'system.show'>
export type Component = System['components'][number]
export type Dependency = System['dependencies'][number]

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

const VERDICTS: Record<Dependency['verdict'], { kind: StatusKind; word: string; means: string }> = {
  confirmed: { kind: 'ok', word: 'As declared', means: 'Calls go the way the model says.' },
  unseen: {
    kind: 'warn',
    word: 'Never seen',
    means: 'The model says so, both sides send spans, and no call was seen.',
  },
  undeclared: {
    kind: 'warn',
    word: 'Not declared',
    means: 'Calls were seen, and the model does not say so.',
  },
  unobservable: {
    kind: 'unk',
    word: 'Cannot be seen',
    means: 'One side sends no spans, so nobody can tell.',
  },
}

export const verdictOf = ({ verdict }: Dependency) => VERDICTS[verdict]
