/** The door of changes: what was deployed, as other systems tell it. */
export { CloudEvent, factOf } from './decide.ts'
export { type Deployment, deployments, isKnownDeployment, readDeployments } from './projection.ts'
