import { errorCodes } from './error-codes.ts'
import { answersOfRoutes, type Answer } from './handlers.ts'
import { routesProgram } from './program.ts'
import { isBinary, sorted, TypeSchemas, type Schema } from './type-schema.ts'

/** What responses.json holds; `routes/operations/responses.ts` reads it. */
export interface ResponseSchemas {
  /** Operation → status → schema; null: without a body; `binary`: bytes. */
  operations: Record<string, Record<string, Schema | 'binary' | null>>
  schemas: Record<string, Schema>
  /** Status → the codes that an error may carry. */
  codes: Record<string, string[]>
}

/** Reads the types of all answers from the routes' source: the schemas are the types and cannot say anything else. */
export function responseSchemas(): ResponseSchemas {
  const program = routesProgram()
  const schemas = new TypeSchemas(program.getTypeChecker())
  const operations: ResponseSchemas['operations'] = {}
  const routes = [...answersOfRoutes(program)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [operation, answers] of routes) {
    operations[operation] = {}
    for (const status of [...new Set(answers.map((answer) => answer.status))].sort())
      operations[operation][status] = schemaOf(
        operation,
        schemas,
        answers.filter((answer) => answer.status === status),
      )
  }
  return { operations, schemas: sorted(schemas.components), codes: errorCodes(program) }
}

function schemaOf(operation: string, schemas: TypeSchemas, answers: Answer[]): Schema | 'binary' | null {
  const bodies = answers.flatMap(({ body }) => (body ? [body] : []))
  if (bodies.length === 0) return null
  if (bodies.some(isBinary)) return 'binary'
  try {
    const found = bodies.map((body) => schemas.of(body))
    return found.length === 1 ? found[0]! : { anyOf: found }
  } catch (error) {
    throw new Error(`${operation}: ${(error as Error).message}`, { cause: error })
  }
}
