/** Who is signed in, and what they may do. */
import type { Data } from './queries.ts'
import { useAnswer } from './queries.ts'

export type Session = Data<'session.show'>

const ROLES = ['viewer', 'responder', 'operator', 'admin'] as const
const NEEDS = { read: 0, respond: 1, operate: 2, administer: 3 } as const

export function useSession(): Session | undefined {
  return useAnswer('session.show').data
}

/** Whether the person may do this; a control that may not be used is shown with the reason. */
export function useMay(permission: keyof typeof NEEDS): boolean {
  const session = useSession()
  return session !== undefined && ROLES.indexOf(session.role) >= NEEDS[permission]
}
