import { MAX_TEXT_VALUE, variables, type Tx, type VariableKey, type VariableRow } from '@lianban/storage'
import type { Variable, Variables } from '../../core/state.ts'
import { typeOf } from '../variable-type.ts'
import { short } from './lengths.ts'
import { StepIndex } from './step-index.ts'
import type { StepRows, TableWriter } from './table-writer.ts'
import { checkVariable } from './variable-limits.ts'

/** Variables as rows: for queries while their holders live, as history afterwards. */
export class VariableWriter implements TableWriter {
  readonly #keepsEnded: boolean
  /** By holder and name. */
  readonly #rows = new Map<string, Map<string, VariableRow>>()
  readonly #removed = new Map<string, VariableKey>()
  readonly #endedHolders = new Set<string>()
  readonly #endedInstances = new Set<string>()
  readonly #tenants = new Set<string>()
  #removedAt = 0

  /** @param keepsEnded whether ended variables stay as history */
  constructor(keepsEnded: boolean) {
    this.#keepsEnded = keepsEnded
  }

  check({ events }: StepRows): void {
    for (const event of events) {
      if (event.type !== 'variablesSet' && event.type !== 'elementEntered') continue
      for (const [name, { value }] of Object.entries(event.variables ?? {})) {
        short('variable name', name)
        checkVariable(name, value)
      }
    }
  }

  add(step: StepRows): void {
    this.#tenants.add(step.state.tenantId)
    for (const event of step.events) {
      switch (event.type) {
        case 'variablesSet':
          this.#set(step, event.scopeId, event.variables, event.at)
          for (const name of event.removed ?? []) this.#remove(step, event.scopeId, name, event.at)
          break
        case 'elementEntered':
          if (event.variables) this.#set(step, event.tokenId, event.variables, event.at)
          break
        case 'scopeClosed':
          this.#end(event.scopeId, step.before?.scopes[event.scopeId]?.variables)
          break
        case 'elementCompleted':
        case 'elementTerminated':
          this.#end(event.tokenId, step.before?.tokens[event.tokenId]?.variables)
          break
        case 'instanceCompleted':
        case 'instanceTerminated':
          this.#endInstance(step)
      }
    }
  }

  #set(step: StepRows, holderId: string, set: Variables, at: number): void {
    const names = Object.keys(set)
    if (names.length === 0) return
    const rows = this.#rows.get(holderId) ?? new Map<string, VariableRow>()
    this.#rows.set(holderId, rows)
    const place = placeOf(step, holderId)
    for (const name of names) {
      this.#removed.delete(`${holderId} ${name}`)
      rows.set(name, { ...place, name, ...columnsOf(set[name]!), created_at: rows.get(name)?.created_at ?? at, updated_at: at, alive: 1 })
    }
  }

  #remove({ state }: StepRows, holderId: string, name: string, at: number): void {
    const row = this.#rows.get(holderId)?.get(name)
    if (row) Object.assign(row, { alive: -1, updated_at: at })
    this.#removed.set(`${holderId} ${name}`, { tenant_id: state.tenantId, instance_id: state.id, holder_id: holderId, name })
    this.#removedAt = at
  }

  #end(holderId: string, before: Variables | undefined): void {
    this.#endRows(holderId)
    if (before && Object.keys(before).length > 0) this.#endedHolders.add(holderId)
  }

  /** All that is left of it: its process's own variables. */
  #endInstance({ before, state }: StepRows): void {
    this.#endRows(state.id)
    if (before) this.#endedInstances.add(state.id)
  }

  #endRows(holderId: string): void {
    for (const row of this.#rows.get(holderId)?.values() ?? []) if (row.alive === 1) row.alive = 0
  }

  async write(tx: Tx): Promise<void> {
    const rows = [...this.#rows.values()].flatMap((byName) => [...byName.values()])
    const ended: [string[], string[], string[]] = [[...this.#tenants], [...this.#endedHolders], [...this.#endedInstances]]
    if (this.#keepsEnded) {
      await variables(tx).put(rows)
      await variables(tx).remove([...this.#removed.values()], this.#removedAt)
      return variables(tx).end(...ended)
    }
    await variables(tx).put(rows.filter((row) => row.alive === 1))
    await variables(tx).eraseSome([...this.#removed.values()])
    await variables(tx).erase(...ended)
  }
}

function placeOf(
  step: StepRows,
  holderId: string,
): Omit<VariableRow, 'name' | 'created_at' | 'updated_at' | 'alive' | keyof ReturnType<typeof columnsOf>> {
  const { state, process } = step
  const index = StepIndex.of(step)
  const scope = index.scope(holderId)
  const token = scope ? undefined : index.token(holderId)
  return {
    tenant_id: state.tenantId,
    instance_id: state.id,
    holder_id: holderId,
    execution_id: scope ? (scope.tokenId ?? state.id) : holderId,
    activity_instance_id: index.activityInstanceId(holderId),
    task_id: token && process.nodes[token.elementId]?.kind === 'userTask' && !index.isLoopBody(token) ? holderId : null,
  }
}

/** A value, so that it can be compared where its type is one that can be. */
export function columnsOf(variable: Variable): Pick<VariableRow, 'type' | 'text_value' | 'number_value' | 'value' | 'value_info'> {
  const { value, valueInfo } = variable
  const type = typeOf(variable)
  const text = type === 'String' && typeof value === 'string' && value.length <= MAX_TEXT_VALUE ? value : null
  const isDate = type === 'Date' && typeof value === 'string'
  const number = typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : isDate ? Date.parse(value) : null
  const isSaid = text !== null || (number !== null && !isDate) || value === null
  return {
    type,
    text_value: text,
    number_value: number,
    value: isSaid ? null : JSON.stringify(value),
    value_info: valueInfo ? JSON.stringify(valueInfo) : null,
  }
}

/** The variable of a row. */
export function variableOf({
  type,
  text_value: text,
  number_value: number,
  value,
  value_info: info,
}: Pick<VariableRow, 'type' | 'text_value' | 'number_value' | 'value' | 'value_info'>): Variable {
  const read =
    value !== null
      ? (JSON.parse(value) as Variable['value'])
      : text !== null
        ? text
        : number === null
          ? null
          : type === 'Boolean'
            ? number === 1
            : number
  return { value: read, type, ...(info !== null && { valueInfo: JSON.parse(info) as NonNullable<Variable['valueInfo']> }) }
}
