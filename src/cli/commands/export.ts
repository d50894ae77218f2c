import { manifestSchema } from '#model'
import type { Action } from '../command.ts'
import { validModel } from './valid-model.ts'

const exportModel: Action = async ({ terminal }, options, path = '.') => {
  terminal.line(
    JSON.stringify(options.schema ? manifestSchema() : await validModel(terminal, path), null, 2),
  )
}
export default exportModel
