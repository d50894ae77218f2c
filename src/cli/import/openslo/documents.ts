/** OpenSLO v1 as it stands in a file: documents or lists of them, each checked on its own, with its line. */
import { LineCounter, parseAllDocuments, type YAMLMap } from 'yaml'
import { z } from 'zod'

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Metadata = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  labels: z.record(z.string(), z.union([Text, z.array(Text)])).default({}),
  annotations: z.record(z.string(), Text).default({}),
})

const MetricSource = z.object({
  metricSource: z.object({
    metricSourceRef: z.string().optional(),
    type: z.string().optional(),
    spec: z.record(z.string(), z.unknown()).default({}),
  }),
})

const Indicator = z.object({
  metadata: Metadata.optional(),
  spec: z.object({
    description: z.string().optional(),
    thresholdMetric: MetricSource.optional(),
    ratioMetric: z
      .object({
        counter: z.boolean().optional(),
        good: MetricSource.optional(),
        bad: MetricSource.optional(),
        total: MetricSource.optional(),
        rawType: z.enum(['success', 'failure']).optional(),
        raw: MetricSource.optional(),
      })
      .optional(),
  }),
})

const SloObjective = z.object({
  displayName: z.string().optional(),
  op: z.enum(['lte', 'gte', 'lt', 'gt']).optional(),
  value: z.number().optional(),
  target: z.number().optional(),
  targetPercent: z.number().optional(),
  timeSliceTarget: z.number().optional(),
  timeSliceWindow: z.union([z.number(), z.string()]).optional(),
})

const Condition = z.object({
  metadata: Metadata.optional(),
  spec: z.object({
    description: z.string().optional(),
    severity: Text.optional(),
    condition: z.object({
      kind: z.string().default('burnrate'),
      op: z.enum(['lte', 'gte', 'lt', 'gt']).optional(),
      threshold: z.number().optional(),
      lookbackWindow: z.string().optional(),
      alertAfter: z.string().optional(),
    }),
  }),
})

const Policy = z.object({
  metadata: Metadata.optional(),
  spec: z.object({
    description: z.string().optional(),
    alertWhenNoData: z.boolean().default(false),
    alertWhenResolved: z.boolean().default(false),
    alertWhenBreaching: z.boolean().default(false),
    conditions: z.array(z.union([z.object({ conditionRef: z.string() }), Condition])).default([]),
    notificationTargets: z.array(z.unknown()).default([]),
  }),
})

const specs = {
  DataSource: z.object({
    metadata: Metadata,
    spec: z.object({ type: z.string().optional() }),
  }),
  SLI: Indicator.extend({ metadata: Metadata }),
  SLO: z.object({
    metadata: Metadata,
    spec: z.object({
      description: z.string().optional(),
      service: z.string().optional(),
      indicator: Indicator.optional(),
      indicatorRef: z.string().optional(),
      timeWindow: z
        .array(
          z.object({
            duration: z.string(),
            isRolling: z.boolean().optional(),
            calendar: z.unknown().optional(),
          }),
        )
        .default([]),
      budgetingMethod: z.enum(['Occurrences', 'Timeslices', 'RatioTimeslices']),
      objectives: z.array(SloObjective).min(1),
      alertPolicies: z
        .array(z.union([z.object({ alertPolicyRef: z.string() }), Policy]))
        .default([]),
    }),
  }),
  AlertPolicy: Policy.extend({ metadata: Metadata }),
  AlertCondition: Condition.extend({ metadata: Metadata }),
  AlertNotificationTarget: z.object({ metadata: Metadata }),
  Service: z.object({ metadata: Metadata }),
} as const

export type OpenSloKind = keyof typeof specs
export type OpenSlo<K extends OpenSloKind> = z.output<(typeof specs)[K]>
export type Source = z.output<typeof MetricSource>['metricSource']
export type SliSpec = z.output<typeof Indicator>['spec']
export type SloObjectiveSpec = z.output<typeof SloObjective>

export interface Found<K extends OpenSloKind = OpenSloKind> {
  readonly kind: K
  readonly line: number
  readonly value: OpenSlo<K>
}

export interface Unread {
  readonly line: number
  /** Name and kind as far as they are known. */
  readonly what: string
  readonly reason: string
}

export interface Documents {
  /** The resources of a kind, in the order of the text. */
  all<K extends OpenSloKind>(kind: K): readonly Found<K>[]
  readonly unread: readonly Unread[]
}

export function readOpenSlo(text: string): Documents {
  const lines = new LineCounter()
  const found: Found[] = []
  const unread: Unread[] = []
  for (const document of parseAllDocuments(text, { lineCounter: lines })) {
    const [error] = document.errors
    if (error) {
      unread.push({
        line: lines.linePos(error.pos[0]).line,
        what: 'document',
        reason: error.message,
      })
      continue
    }
    const nodes = Array.isArray(document.toJS())
      ? (document.contents as unknown as { items: YAMLMap[] }).items
      : [document.contents as YAMLMap | null]
    for (const node of nodes) {
      if (!node) continue
      const line = lines.linePos(node.range?.[0] ?? 0).line
      const read = readOne(node.toJS(document) as unknown)
      if ('reason' in read) unread.push({ line, ...read })
      else found.push({ line, ...read } as Found)
    }
  }
  return {
    all: (kind) => found.filter((one) => one.kind === kind) as never,
    unread,
  }
}

function readOne(value: unknown): { what: string; reason: string } | Omit<Found, 'line'> {
  const { apiVersion, kind, metadata } = (value ?? {}) as {
    apiVersion?: string
    kind?: string
    metadata?: { name?: string }
  }
  const what = `${kind ?? 'document'} ${metadata?.name ?? ''}`.trimEnd()
  if (apiVersion !== 'openslo/v1')
    return {
      what,
      reason: `it says apiVersion ${apiVersion ?? 'nothing'}, and only openslo/v1 is read`,
    }
  if (!kind || !(kind in specs)) return { what, reason: `OpenSLO v1 has no kind ${kind}` }
  const parsed = specs[kind as OpenSloKind].safeParse(value)
  if (parsed.success) return { kind: kind as OpenSloKind, value: parsed.data as never }
  const [issue] = parsed.error.issues
  return { what, reason: `${issue!.path.join('.')}: ${issue!.message}` }
}
