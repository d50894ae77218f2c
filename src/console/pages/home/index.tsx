/** The way in: goes to the first workload, or says how to make one. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isSignedOut, useAnswer } from '../../data/index.ts'
import { pages } from '../../routes.ts'
import { Answer, Card, Empty } from '../../ui/index.ts'

export function Page() {
  const navigate = useNavigate()
  const workloads = useAnswer('workloads.list')
  const first = workloads.data?.[0]
  useEffect(() => {
    if (isSignedOut(workloads.error)) void navigate({ to: '/sign-in' })
    if (!first) return
    const start = pages.some(({ path }) => path === '') ? '' : `/${pages[0]?.path}`
    void navigate({ to: `/w/${first.name}${start}`, replace: true })
  }, [first, workloads.error, navigate])
  return (
    <main>
      <h1>Opsplane</h1>
      <Card>
        <Answer
          answer={workloads}
          empty={(list) =>
            list.length === 0 && (
              <Empty title="No workload has a model yet" command="opsplane apply ./operations">
                A workload is described in code: its outcomes, alarms, people and procedures. Apply
                its model, and this page becomes its overview.
              </Empty>
            )
          }
        >
          {() => null}
        </Answer>
      </Card>
    </main>
  )
}
