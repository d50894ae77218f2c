/** The one client of the tab: same origin, the session is a cookie. */
import { createClient } from '#api/client'

export const call = createClient({ url: '' })
