/** Secrets by name, from the environment of the server: `card-key` is OPSPLANE_SECRET_CARD_KEY. */
export function secretOf(name: string): string | undefined {
  return process.env[`OPSPLANE_SECRET_${name.toUpperCase().replaceAll('-', '_')}`]
}
