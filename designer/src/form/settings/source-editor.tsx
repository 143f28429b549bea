import { COMPONENTS, componentOf, type FieldSchema, type OptionsQuery, type SourceKind } from '@lianban/forms'
import { type SourceChoices, useDesignerContext } from '../designer-context.ts'
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

interface Detail {
  /** Empty: the source is a name. */
  key: string
  label: string
  /** What there is to choose from; without it a code is typed. */
  from?: keyof SourceChoices
}

/** What narrows a source down; a source with a name of its own has only that. */
const DETAILS: Record<SourceKind, Detail[]> = {
  dictionary: [{ key: '', label: '哪一部字典', from: 'dictionaries' }],
  remote: [{ key: '', label: '哪一项服务', from: 'services' }],
  organs: [
    { key: 'kind', label: '只限这一类机构', from: 'organKinds' },
    { key: 'under', label: '只限其下级机构', from: 'organs' },
  ],
  users: [
    { key: 'post', label: '只限这个岗位', from: 'posts' },
    { key: 'organ', label: '只限这个机构', from: 'organs' },
  ],
  regions: [{ key: 'under', label: '只限其下级(区划代码)' }],
}

const NAMED: Partial<Record<SourceKind, keyof SourceChoices>> = { dictionary: 'dictionaries', remote: 'services' }

/** Where options come from that the form does not list itself. */
export function SourceEditor({ schema, disabled, onCommit }: SourceEditorProps) {
  const { sources: choices } = useDesignerContext()
  const component = componentOf(schema)
  const sources = (component && COMPONENTS[component].sources) || []
  const listed = component !== null && COMPONENTS[component].options !== undefined
  const source = schema['x-options'] as Record<string, unknown> | undefined
  const kind = source ? (Object.keys(source)[0] as SourceKind) : undefined
  /** A new source takes the first name that there is. */
  const first = (of: SourceKind): OptionsQuery => {
    const named = NAMED[of]
    return { [of]: named ? (choices[named][0]?.key ?? 'name') : {} } as unknown as OptionsQuery
  }
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
        DETAILS[kind].map(({ key, label, from }) => (
          <Row key={key} label={label} help={from && choices[from].length === 0 ? '本县还没有可以选择的' : undefined}>
            {(id) =>
              from ? (
                <ChoiceSetting
                  id={id}
                  value={detail(key) || undefined}
                  choices={choices[from].map((one) => ({ label: one.name, value: one.key }))}
                  disabled={disabled}
                  allowClear={key !== ''}
                  onCommit={(next) => put(key, next ?? '')}
                />
              ) : (
                <TextSetting id={id} value={detail(key)} disabled={disabled} onCommit={(text) => put(key, text)} />
              )
            }
          </Row>
        ))}
    </>
  )
}
