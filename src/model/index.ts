/** The door of the model: the workload as code, checked, hashed and applied. */
export { type Diagnostic, hasErrors } from './diagnostics.ts'
export { defineKind, type Handle, type Kind, ref, splitRef } from './kind.ts'
export { type KindName, kindOf, kinds } from './kinds/index.ts'
export {
  Manifest,
  type ManifestProcedure,
  type ManifestResource,
  manifestHash,
} from './manifest.ts'
export { type Model, modelOf, type Resource, type SpecOf } from './model.ts'
export { type Change, type ChangeSize, diffManifests, sizeOf } from './plan.ts'
export {
  loadModel,
  type Revision,
  readRevision,
  readRevisions,
  readWorkloads,
  revisions,
} from './revisions.ts'
