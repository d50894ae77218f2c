/** The door of dependencies: declared in the model, observed in traces, and the difference between both. */
export { compareDependencies, type Dependency, type SeenCalls } from './compare.ts'
export { OBSERVED_MS, observeDependencies } from './observe.ts'
export { type Comparison, readComparison } from './read.ts'
export { createDependencyWatch, type DependencyWatch } from './watch.ts'
