/** The door of alerts that other systems send. */
export { NEVER_MS, ownerOf, type PushedAlert, saidAt, samplesOf } from './alert.ts'
export { type AlertEvent, alertOf } from './read-event.ts'
export { claimsOf, readPushed, readUnowned, type UnownedAlert } from './store.ts'
export { keepSent, takeAlerts } from './take.ts'
