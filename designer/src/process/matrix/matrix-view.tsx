import { memo, useCallback, useMemo } from 'react'
import { Alert } from 'antd'
import { useDesk } from '../desk.ts'
import type { AccessValue } from '../draft.ts'
import { ACCESS_VALUES, ACCESS_WORDS, accessOf, appliesTo, rowsOf, setAccess, type MatrixColumn, type MatrixRow } from '../matter/access.ts'
import { isA, titleOf } from '../model/moddle.ts'

/** Which step sees and writes which field; a whole row, a whole column or everything at once too. */
export function MatrixView() {
  const { model, matter, known, readOnly, run } = useDesk()
  const rows = useMemo(() => rowsOf(matter, known.forms), [matter, known.forms])
  const columns = useMemo(
    () =>
      [...model.elements.values()].flatMap((element): MatrixColumn[] => {
        const task = isA(element, 'bpmn:UserTask') ? matter.tasks?.[element.id] : undefined
        return task ? [{ taskId: element.id, name: titleOf(element), task }] : []
      }),
    [model, matter.tasks],
  )
  const set = useCallback(
    (of: MatrixRow[], tasks: string[], value: AccessValue) =>
      void run((draft) => ({ ...draft, matter: setAccess(draft.matter, of, tasks, value) })),
    [run],
  )
  if (rows.length === 0 || columns.length === 0)
    return (
      <Alert
        type="info"
        showIcon
        message={rows.length === 0 ? '申请表还没有字段,请先在「表单」里设计申请表' : '流程里还没有人工办理的环节'}
      />
    )
  const all = columns.map(({ taskId }) => taskId)
  return (
    <div className="lianban-matrix" role="region" aria-label="字段权限" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              字段
              <Bulk label="全部字段和环节" disabled={readOnly} onSet={(value) => set(topRows(rows), all, value)} />
            </th>
            {columns.map(({ taskId, name }) => (
              <th key={taskId} scope="col">
                {name}
                <Bulk label={`${name}的全部字段`} disabled={readOnly} onSet={(value) => set(topRows(rows), [taskId], value)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row
              key={`${row.form ?? ''}/${row.field.path}`}
              row={row}
              columns={columns}
              heading={headingOf(rows, index, known.forms)}
              readOnly={readOnly}
              set={set}
              all={all}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What is in a table goes with it. */
const topRows = (rows: MatrixRow[]): MatrixRow[] => rows.filter(({ depth }) => depth === 0)

function headingOf(rows: MatrixRow[], index: number, forms: { key: string; title: string }[]): string | null {
  const row = rows[index]!
  if (rows[index - 1]?.form === row.form && index > 0) return null
  return row.form === null ? '申请表' : (forms.find(({ key }) => key === row.form)?.title ?? row.form)
}

interface RowProps {
  row: MatrixRow
  columns: MatrixColumn[]
  all: string[]
  heading: string | null
  readOnly: boolean
  set(rows: MatrixRow[], tasks: string[], value: AccessValue): void
}

const Row = memo(function Row({ row, columns, all, heading, readOnly, set }: RowProps) {
  const { field, half, depth } = row
  const steps = columns.filter((column) => appliesTo(row, column)).map(({ taskId }) => taskId)
  return (
    <>
      {heading !== null && (
        <tr className="lianban-matrix-form">
          <th scope="rowgroup" colSpan={all.length + 1}>
            {heading}
          </th>
        </tr>
      )}
      <tr>
        <th scope="row" style={{ paddingInlineStart: 8 + depth * 16 }}>
          {field.title}
          <Bulk label={`${field.title}在全部环节`} disabled={readOnly} onSet={(value) => set([row], steps, value)} />
        </th>
        {columns.map((column) => {
          if (!appliesTo(row, column)) return <td key={column.taskId} className="lianban-matrix-none" aria-label="不涉及" />
          const value = accessOf(column.task[half], field)
          return (
            <td key={column.taskId}>
              <select
                aria-label={`${field.title},${column.name}`}
                className={`lianban-access lianban-access-${value}`}
                value={value}
                disabled={readOnly}
                onChange={({ target }) => set([row], [column.taskId], target.value as AccessValue)}
              >
                {ACCESS_VALUES.map((one) => (
                  <option key={one} value={one}>
                    {ACCESS_WORDS[one]}
                  </option>
                ))}
              </select>
            </td>
          )
        })}
      </tr>
    </>
  )
})

/** Sets many at once. */
function Bulk({ label, disabled, onSet }: { label: string; disabled: boolean; onSet(value: AccessValue): void }) {
  return (
    <select
      className="lianban-bulk"
      aria-label={`${label}设为`}
      title={`${label}设为`}
      value=""
      disabled={disabled}
      onChange={({ target }) => onSet(target.value as AccessValue)}
    >
      <option value="" disabled hidden>
        设为
      </option>
      {ACCESS_VALUES.map((value) => (
        <option key={value} value={value}>
          {ACCESS_WORDS[value]}
        </option>
      ))}
    </select>
  )
}
