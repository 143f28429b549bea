import {
  evaluateRules,
  type Field,
  type FieldAccess,
  fieldAt,
  fieldsOf,
  type FormSchema,
  type FormValues,
  isBlank,
  resolveAccess,
  valueAt,
} from '@lianban/forms'
import { theme } from 'antd'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { ReadValue } from './read-value.tsx'
import { SectionBox } from './section-box.tsx'
import { useNarrow } from './use-place.ts'

export interface FormViewProps {
  schema: FormSchema
  values: FormValues
  /** Rights of the reader; what is hidden is not shown. Without it everything is. */
  access?: FieldAccess
  fileUrl?: (fileId: string) => string
  /** A link behind the title of a section: 修改 on a check-your-answers page. */
  sectionExtra?: (section: Field) => ReactNode
}

interface Reader {
  values: FormValues
  shows: (field: Field) => boolean
  fileUrl?: (fileId: string) => string
}

/** A filled-in form to be read: definition lists under the headings of the sections, tables as tables. */
export function FormView({ schema, values, access, fileUrl, sectionExtra }: FormViewProps) {
  const [now] = useState(() => Date.now())
  const rights = resolveAccess(schema, access)
  const { visible } = evaluateRules(schema, values, { now })
  const reader: Reader = {
    values,
    fileUrl,
    // A rule may hang on a value that this reader does not get: what has a value is shown all the same.
    shows: (field) => rights[field.path] !== 'hidden' && (visible[field.path] !== false || !isBlank(valueAt(values, field.path))),
  }
  const fields = fieldsOf(schema).filter((it) => it.table === null && reader.shows(it))
  return (
    <>
      {groupBySection(schema, fields).map(({ section, members }) => {
        const content = <Definitions key={section?.path ?? ''} fields={members} reader={reader} schema={schema} />
        if (!section) return content
        return (
          <SectionBox key={section.path} field={section}>
            {sectionExtra?.(section)}
            {content}
          </SectionBox>
        )
      })}
    </>
  )
}

interface Group {
  section: Field | null
  members: Field[]
}

/** Neighbouring fields of the same outermost section. */
function groupBySection(schema: FormSchema, fields: Field[]): Group[] {
  const groups: Group[] = []
  for (const field of fields) {
    const around = field.containers.map((it) => fieldAt(schema, it)).filter((it) => it?.schema['x-component'] === 'Section')
    const section = around.at(-1) ?? null
    const last = groups.at(-1)
    if (last && last.section === section) last.members.push(field)
    else groups.push({ section, members: [field] })
  }
  return groups
}

function Definitions({ fields, reader, schema }: { fields: Field[]; reader: Reader; schema: FormSchema }) {
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const line: CSSProperties = {
    display: narrow ? 'block' : 'flex',
    gap: token.margin,
    padding: `${token.paddingXS}px 0`,
    borderTop: `1px solid ${token.colorBorderSecondary}`,
  }
  return (
    <dl style={{ margin: 0, paddingBottom: token.paddingXS }}>
      {fields.map((field) => (
        <div key={field.path} data-field={field.path} style={{ ...line, ...(field.kind === 'table' ? { display: 'block' } : {}) }}>
          <dt style={{ flex: '0 0 200px', color: token.colorTextSecondary }}>{field.title}</dt>
          <dd style={{ flex: 1, minWidth: 0, margin: 0, overflowWrap: 'anywhere' }}>
            {field.kind === 'table' ? (
              <ReadTable table={field} reader={reader} columns={fieldsOf(schema).filter((it) => it.table === field.path)} />
            ) : (
              <ReadValue field={field} value={valueAt(reader.values, field.path)} fileUrl={reader.fileUrl} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function ReadTable({ table, columns, reader }: { table: Field; columns: Field[]; reader: Reader }) {
  const { token } = theme.useToken()
  const rows = valueAt(reader.values, table.path)
  const shown = columns.filter(reader.shows)
  if (!Array.isArray(rows) || rows.length === 0) return <ReadValue field={table} value={undefined} />
  const cell: CSSProperties = {
    padding: token.paddingXS,
    textAlign: 'start',
    verticalAlign: 'top',
    borderBottom: `1px solid ${token.colorBorderSecondary}`,
  }
  return (
    <div style={{ overflowX: 'auto', marginTop: token.marginXXS }}>
      <table style={{ width: '100%', borderCollapse: 'collapse' }} aria-label={table.title}>
        <thead>
          <tr>
            {['序号', ...shown.map((it) => it.title)].map((title) => (
              <th
                key={title}
                scope="col"
                style={{
                  ...cell,
                  background: token.colorFillAlter,
                  fontWeight: token.fontWeightStrong,
                  whiteSpace: 'nowrap',
                }}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row: unknown, index) => (
            <tr key={index}>
              <td style={cell}>{index + 1}</td>
              {shown.map((it) => (
                <td key={it.path} style={{ ...cell, overflowWrap: 'anywhere' }}>
                  <ReadValue field={it} value={valueAt(row, it.key)} fileUrl={reader.fileUrl} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
