/** Procedures in the palette, from the model in force. */
import { Command } from 'cmdk'
import { BookCheck } from 'lucide-react'
import { useAnswer, useWorkload } from '../data/index.ts'
import { Item } from './Palette.tsx'

export function PaletteProcedures({ go }: { go: (page: string) => () => void }) {
  const workload = useWorkload()
  const { data } = useAnswer('model.show', { query: { workload } })
  const procedures = data?.resources.filter(({ kind }) => kind === 'procedure') ?? []
  return (
    <Command.Group heading="Procedures">
      {procedures.map(({ name, title }) => (
        <Item key={name} icon={<BookCheck size={15} />} run={go(`procedures/${name}`)}>
          Run: {title}
        </Item>
      ))}
    </Command.Group>
  )
}
