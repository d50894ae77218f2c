/** The door of the edges that speak HTTP. */
export { ensureAccount, makeSignInLink, makeToken } from './access/accounts.ts'
export { createServer, type Server, type ServerOptions } from './server.ts'
export type { Services } from './services.ts'
