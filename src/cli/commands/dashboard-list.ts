import type { Action } from '../command.ts'

const dashboardList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('dashboards.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else
    terminal.table(
      ['dashboard', 'for', 'origin', 'panels', 'title'],
      data.map(({ name, audience, origin, sections, title }) => [
        name,
        audience,
        origin,
        String(sections.reduce((sum, { panels }) => sum + panels.length, 0)),
        title,
      ]),
    )
}
export default dashboardList
