/** Secrets by name, from the environment of the server: `hook` is OPSPLANE_SECRET_HOOK. Models only name them. */
export function secretOf(name: string): string | undefined {
  return process.env[`OPSPLANE_SECRET_${name.toUpperCase().replaceAll('-', '_')}`]
}
