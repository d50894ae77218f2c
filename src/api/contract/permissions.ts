/** Who may do what. A role includes the roles before it. */
export const ROLES = ['viewer', 'responder', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = {
  read: 'viewer',
  respond: 'responder',
  operate: 'operator',
  administer: 'admin',
} as const satisfies Record<string, Role>
export type Permission = keyof typeof PERMISSIONS

export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission])
}
