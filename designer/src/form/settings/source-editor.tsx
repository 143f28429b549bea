import { COMPONENTS, componentOf, type FieldSchema, type OptionsQuery, type SourceKind } from '@lianban/forms'
import { ChoiceSetting, Row, TextSetting } from './inputs.tsx'

interface SourceEditorProps {
  schema: FieldSchema
  disabled: boolean
  /** Undefined: the options are listed in the form itself. */
  onCommit: (source: OptionsQuery | undefined) => boolean
}

const LABELS: Record<SourceKind, string> = {
  dictionary: '数据字典',
  remote: '数据服务',
  organs: '机构',
  users: '人员',
  regions: '行政区划',
}

/** What narrows a source down; a source with a name of its own has only that. */
const DETAILS: Record<SourceKind, { key: string; label: string }[]> = {
  dictionary: [{ key: '', label: '字典名称' }],
  remote: [{ key: '', label: '服务名称' }],
  organs: [
    { key: 'kind', label: '机构类型' },
    { key: 'under', label: '上级机构标识' },
  ],
  users: [
    { key: 'post', label: '岗位标识' },
    { key: 'organ', label: '机构标识' },
  ],
  regions: [{ key: 'under', label: '上级区划代码' }],
}

const first = (kind: SourceKind): OptionsQuery =>
  ({ [kind]: kind === 'dictionary' || kind === 'remote' ? 'name' : {} }) as unknown as OptionsQuery

/** Where options come from that the form does not list itself. */
export function SourceEditor({ schema, disabled, onCommit }: SourceEditorProps) {
  const component = componentOf(schema)
  const sources = (component && COMPONENTS[component].sources) || []
  const listed = component !== null && COMPONENTS[component].options !== undefined
  const source = schema['x-options'] as Record<string, unknown> | undefined
  const kind = source ? (Object.keys(source)[0] as SourceKind) : undefined
  const value = kind && source ? source[kind] : undefined
  const detail = (key: string) => (typeof value === 'string' ? value : String((value as Record<string, string> | undefined)?.[key] ?? ''))
  function put(key: string, text: string): boolean {
    if (!kind) return false
    if (key === '') return onCommit({ [kind]: text } as unknown as OptionsQuery)
    const { [key]: _old, ...rest } = (value ?? {}) as Record<string, string>
    return onCommit({ [kind]: text === '' ? rest : { ...rest, [key]: text } } as unknown as OptionsQuery)
  }
  return (
    <>
      <ChoiceSetting
        label="选项来源"
        value={kind ?? (listed ? 'listed' : undefined)}
        disabled={disabled}
        choices={[
          ...(listed ? [{ label: '在表单中列出', value: 'listed' as const }] : []),
          ...sources.map((it) => ({ label: LABELS[it], value: it })),
        ]}
        onCommit={(next) => onCommit(next === 'listed' || next === undefined ? undefined : first(next))}
      />
      {kind &&
        DETAILS[kind].map(({ key, label }) => (
          <Row key={key} label={label}>
            {(id) => <TextSetting id={id} value={detail(key)} disabled={disabled} onCommit={(text) => put(key, text)} />}
          </Row>
        ))}
    </>
  )
}
