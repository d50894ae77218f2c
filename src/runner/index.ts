/** The door of the runner: the process on a host that reads its telemetry and sends it to the server. */
export { systemLogs } from './logs/system-logs.ts'
export { type Runner, type RunnerOptions, startRunner } from './runner.ts'
