/** What a user's repository imports: one builder for each kind of resource. */
import { builder } from './model/declare.ts'

export const workload = builder('workload')
export const component = builder('component')
export const environment = builder('environment')
export const outcome = builder('outcome')
export const signal = builder('signal')
export const alarm = builder('alarm')
export const team = builder('team')
export const person = builder('person')
export const rotation = builder('rotation')
export const escalation = builder('escalation')
export const channel = builder('channel')
export const statusPage = builder('status-page')
export const experiment = builder('experiment')
export const gameDay = builder('game-day')
export const site = builder('site')
export const journey = builder('journey')
