/**
 * One schema, written for one server: how its statements read on a cluster. Each shard keeps its part in
 * replicated tables of the same names, and `<table>_all` spreads rows over the shards and asks them all.
 */

/**
 * By what the rows of a table are spread. Never by chance: a block that is sent again has to meet the same shards
 * with the same rows, else a shard takes its token for known and drops rows that it never had.
 */
const SHARDING: Readonly<Record<string, string>> = {
  // A series and its samples live on the same shard.
  series: 'series_id',
  samples: 'series_id',
  samples_5m: 'series_id',
  spans: 'cityHash64(trace_id)',
  logs: 'cityHash64(ts, service, host)',
  log_templates: 'template_id',
  service_calls: 'cityHash64(caller, callee)',
  flows: 'cityHash64(start, src, dst)',
  activity: 'cityHash64(ts, source, actor)',
}
const BY_TIME = 'cityHash64(ts)'

/** What is no telemetry: all servers hold the same rows. */
const NOT_SPREAD = new Set(['schema_version'])

const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

/** A statement that defines or deletes, for all servers of the cluster. */
export function onCluster(statement: string, cluster: string): string {
  const on = ` on cluster ${quoted(cluster)}`
  return statement
    .trim()
    .replace(
      /^(create (?:database|table|materialized view)(?: if not exists)? [\w.]+|alter table [\w.]+|drop table(?: if exists)? [\w.]+|delete from [\w.]+)/i,
      `$1${on}`,
    )
    .replace(
      /\bengine = (Replacing|Aggregating|Summing|)MergeTree\b(?:\(([^)]*)\))?/i,
      (_, family: string, rest: string | undefined) => {
        const table = /\btel\.(\w+)/.exec(statement)?.[1] ?? ''
        const [path, replica] = NOT_SPREAD.has(table)
          ? [`/clickhouse/tables/all/tel/${table}`, '{shard}-{replica}']
          : [`/clickhouse/tables/{shard}/tel/${table}`, '{replica}']
        return `engine = Replicated${family}MergeTree('${path}', '${replica}'${rest ? `, ${rest}` : ''})`
      },
    )
}

/** The statements of a migration as a cluster runs them, with the tables that stand for all shards. */
export function clusterStatements(statements: readonly string[], cluster: string): string[] {
  const on = `on cluster ${quoted(cluster)}`
  const followed = new Set<string>()
  const result: string[] = []
  for (const statement of statements) {
    result.push(onCluster(statement, cluster))
    const [, created] = /^\s*create table(?: if not exists)? tel\.(\w+)/i.exec(statement) ?? []
    const [, altered] = /^\s*alter table tel\.(\w+)[^;]*\bcolumn\b/i.exec(statement) ?? []
    for (const table of [created, altered]) if (table && !NOT_SPREAD.has(table)) followed.add(table)
    // A distributed table has the columns that its table had when it was made, and holds no rows itself.
    if (altered) result.push(`drop table if exists tel.${altered}_all ${on}`)
  }
  for (const table of followed)
    result.push(
      `create table if not exists tel.${table}_all ${on} as tel.${table} ` +
        `engine = Distributed(${quoted(cluster)}, 'tel', '${table}', ${SHARDING[table] ?? BY_TIME})`,
    )
  return result
}

const TEXT_OR_TABLE = /'(?:[^'\\]|\\[\s\S]|'')*'|\btel\.(\w+)\b(?!\.)/g

/** A statement that reads or inserts, over all shards. What stands in quotes stays as it is. */
export function atAllShards(statement: string): string {
  return statement.replace(TEXT_OR_TABLE, (found, table?: string) =>
    table && !NOT_SPREAD.has(table) && !table.endsWith('_all') ? `tel.${table}_all` : found,
  )
}
