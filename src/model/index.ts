/** The door of the model: the workload as code, checked, hashed and applied. */
export {
  alarmsIn,
  type ConditionName,
  type ConditionSpec,
  compositeExpression,
  conditionList,
  conditionOf,
  signalsOf,
} from './alarm-conditions/index.ts'
export { type Applied, applyManifest, NothingToUndo, PlanIsOld, undoRevision } from './apply.ts'
export { type BurnWindow, burnWindows } from './burn-windows.ts'
export { type CheckExtensions, checkManifest } from './check.ts'
export {
  type Dashboard,
  type DashboardInput,
  dashboardsOf,
  GOLDEN_METRICS,
  generatedDashboards,
  idsOf,
  type Measured,
  type PanelInput,
} from './dashboards/index.ts'
export { type Diagnostic, hasErrors } from './diagnostics.ts'
export { manifestSchema } from './json-schema.ts'
export { defineKind, type Handle, type Kind, ref, splitRef } from './kind.ts'
export { type KindName, kindOf, kinds } from './kinds/index.ts'
export { maintenanceSchedule } from './kinds/maintenance.ts'
export { type LoadedModel, loadFolder, NoModelHere } from './load.ts'
export {
  Manifest,
  type ManifestProcedure,
  type ManifestResource,
  manifestHash,
} from './manifest.ts'
export { type Model, modelOf, type Resource, type SpecOf } from './model.ts'
export {
  type EventObjective,
  type MissingPolicy,
  type Objective,
  objectiveOf,
  type SliceObjective,
} from './objective.ts'
export { findField } from './places.ts'
export { type Change, type ChangeSize, diffManifests, sizeOf } from './plan.ts'
export {
  loadModel,
  type Revision,
  readRevision,
  readRevisions,
  readWorkloads,
  revisions,
} from './revisions.ts'
