/** What a channel throws when a message certainly has not arrived. */
import { defineError } from '#base'

/** Every other error of a channel leaves it open whether the message has arrived. */
export const DeliveryRefused = defineError('notification.refused', 'unavailable', {
  message: (d: {
    why: string
    /** Trying again would not help. */
    permanent: boolean
    /** What the receiver has asked for. */
    retryAfterMs?: number | undefined
  }) => d.why,
})
