/** `person:ann` is ann; what a machine did is said without a name. */
export function actorName(actor: string): string {
  const [kind, name] = actor.split(':')
  return kind === 'person' ? (name ?? actor) : 'Opsplane'
}
