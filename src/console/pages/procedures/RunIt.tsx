/** Run it: the parameters, for which incident, and a dry run that changes nothing. */
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { useAct, useFilter, useHref, useMay, useWorkload } from '../../data/index.ts'
import { Button, Card, NoPermission, TextField } from '../../ui/index.ts'
import type { Procedure } from './words.ts'

interface Parameter {
  readonly default?: unknown
  readonly help?: string
  readonly required?: boolean
}

export function RunIt({ procedure }: { procedure: Procedure }) {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [incident] = useFilter('incident')
  const may = useMay('respond')
  const declared = Object.entries(procedure.params) as [string, Parameter][]
  const [values, setValues] = useState<Record<string, string>>({})
  const run = useAct('procedures.run', ({ id }) => void navigate({ to: href(`runs/${id}`) }))
  const start = (dry: boolean) =>
    run.mutate({
      params: { procedure: procedure.id },
      body: { workload, params: values, incident: incident || null, dry },
    })
  return (
    <Card title="Run it">
      {may ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            start(false)
          }}
        >
          {declared.map(([name, { default: fallback, help, required }]) => (
            <TextField
              key={name}
              label={help ?? name}
              value={values[name] ?? String(fallback ?? '')}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              {...(required ? { required: true } : {})}
            />
          ))}
          <div className="row">
            <Button look="primary" type="submit" disabled={run.isPending} icon={<Play size={14} />}>
              {incident ? `Run for ${incident}` : 'Run'}
            </Button>
            <Button disabled={run.isPending} onClick={() => start(true)}>
              Dry run
            </Button>
          </div>
        </form>
      ) : (
        <NoPermission what="Running a procedure needs the role responder." />
      )}
    </Card>
  )
}
