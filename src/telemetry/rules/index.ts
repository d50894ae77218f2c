/** The door of rules: files of Prometheus, read and run as Prometheus runs them. */
export { type RuleProblem, RulesUnreadable } from './problem.ts'
export { type RuleFile, readRules } from './read-rules.ts'
export type { AlertingRule, RecordingRule, RuleGroup } from './rule.ts'
export {
  type RuleFiles,
  type RuleTestFailure,
  type RuleTestReport,
  runRuleTests,
} from './run-tests.ts'
export { checkTemplate, expandTemplate, fillTemplate, type TemplateData } from './template/index.ts'
