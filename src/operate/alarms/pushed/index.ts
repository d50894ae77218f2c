/** The door of alerts that other systems send. */
export { ownerOf, type PushedAlert, samplesOf } from './alert.ts'
export { type AlertEvent, alertOf } from './read-event.ts'
export { claimsOf, readPushed, readUnowned, type UnownedAlert } from './store.ts'
export { takeAlerts } from './take.ts'
