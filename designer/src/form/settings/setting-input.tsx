import { type FieldSchema, isSummable, type Setting } from '@lianban/forms'
import { Select, Switch } from 'antd'
import { useDesignerContext } from '../designer-context.ts'
import type { FormNode } from '../model/tree.ts'
import { ChoiceSetting, NumberSetting, TextSetting } from './inputs.tsx'

const MEGABYTE = 1024 * 1024

interface SettingInputProps {
  id: string
  node: FormNode
  setting: Setting
  value: unknown
  /** Undefined takes the setting off. */
  onCommit: (value: unknown) => boolean
}

/** The input for one setting, by its kind. */
export function SettingInput({ id, node, setting, value, onCommit }: SettingInputProps) {
  const { readOnly } = useDesignerContext()
  const common = { id, disabled: readOnly }
  switch (setting.kind) {
    case 'boolean':
      return <Switch {...common} aria-label={setting.label} checked={value === true} onChange={(on) => onCommit(on ? true : undefined)} />
    case 'number':
      return <NumberSetting {...common} value={value as number | undefined} unit={setting.unit} onCommit={onCommit} />
    case 'count':
      return <NumberSetting {...common} value={value as number | undefined} unit={setting.unit} min={0} whole onCommit={onCommit} />
    case 'bytes':
      return (
        <NumberSetting
          {...common}
          unit="MB"
          min={0}
          value={typeof value === 'number' ? Math.round((value / MEGABYTE) * 100) / 100 : undefined}
          onCommit={(size) => onCommit(size === undefined ? undefined : Math.round(size * MEGABYTE))}
        />
      )
    case 'choice':
      return (
        <ChoiceSetting
          {...common}
          allowClear
          value={value as string | undefined}
          choices={setting.choices as { label: string; value: string }[]}
          onCommit={onCommit}
        />
      )
    case 'extensions':
      return (
        <Select
          {...common}
          mode="tags"
          className="lb-form-wide"
          value={(value as string[] | undefined) ?? []}
          tokenSeparators={[',', ',', '、', ' ']}
          placeholder="不限"
          onChange={(list: string[]) => onCommit(list.length > 0 ? list.map(extension) : undefined)}
        />
      )
    case 'columns':
    case 'column':
      return <ColumnsInput id={id} node={node} several={setting.kind === 'columns'} value={value} onCommit={onCommit} />
    case 'value':
      return <DefaultInput id={id} schema={node.schema} value={value} onCommit={onCommit} />
    default:
      return (
        <TextSetting
          {...common}
          value={typeof value === 'string' ? value : ''}
          rows={setting.kind === 'markdown' ? 6 : setting.kind === 'longText' ? 2 : undefined}
          monospace={setting.kind === 'pattern'}
          onCommit={(text) => onCommit(text === '' ? undefined : text)}
        />
      )
  }
}

const extension = (text: string): string => `.${text.trim().toLowerCase().replace(/^\.+/, '')}`

interface PartProps {
  id: string
  value: unknown
  onCommit: (value: unknown) => boolean
}

function ColumnsInput({ id, node, several, value, onCommit }: PartProps & { node: FormNode; several: boolean }) {
  const { readOnly } = useDesignerContext()
  const columns = (node.children ?? []).filter((it) => !several || isSummable(it.schema))
  const empty = several ? [] : undefined
  return (
    <Select
      id={id}
      className="lb-form-wide"
      disabled={readOnly}
      allowClear
      mode={several ? 'multiple' : undefined}
      placeholder={columns.length > 0 ? '未设置' : '没有可选的列'}
      value={(value as string | string[] | undefined) ?? empty}
      options={columns.map((it) => ({ label: it.schema.title ?? it.key, value: it.key }))}
      onChange={(next: string | string[] | undefined) => onCommit(next === undefined || next.length === 0 ? undefined : next)}
    />
  )
}

/** The default of a field is a value of it. */
function DefaultInput({ id, schema, value, onCommit }: PartProps & { schema: FieldSchema }) {
  const { readOnly } = useDesignerContext()
  if (schema.enum) {
    const several = schema.type === 'array'
    return (
      <Select
        id={id}
        className="lb-form-wide"
        disabled={readOnly}
        allowClear
        mode={several ? 'multiple' : undefined}
        placeholder="无"
        value={value as string | undefined}
        options={schema.enum.map(({ label, value: own }) => ({ label, value: own }))}
        onChange={(next: unknown) => onCommit(Array.isArray(next) && next.length === 0 ? undefined : next)}
      />
    )
  }
  if (schema.type === 'boolean')
    return <Switch id={id} disabled={readOnly} checked={value === true} onChange={(on) => onCommit(on ? true : undefined)} />
  if (schema.type === 'number' || schema.type === 'integer') {
    return (
      <NumberSetting
        id={id}
        disabled={readOnly}
        value={value as number | undefined}
        whole={schema.type === 'integer'}
        onCommit={onCommit}
      />
    )
  }
  return (
    <TextSetting
      id={id}
      disabled={readOnly}
      value={typeof value === 'string' ? value : ''}
      onCommit={(text) => onCommit(text === '' ? undefined : text)}
    />
  )
}
