import {
  componentOf,
  type ComponentName,
  COMPONENTS,
  type FieldSchema,
  kindOf,
  type Setting,
  type SettingKey,
  settingsOf,
} from '@lianban/forms'
import { Button, Segmented, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { type CountyField, useDesignerContext } from '../designer-context.ts'
import { conversion, convertible } from '../model/convert.ts'
import type { FormNode } from '../model/tree.ts'
import { componentLabel } from '../model/words.ts'
import { ChecksEditor } from './checks-editor.tsx'
import { ExpressionSetting } from './expression-setting.tsx'
import { ChoiceSetting, Row, TextSetting } from './inputs.tsx'
import { Links } from './links.tsx'
import { OptionsEditor } from './options-editor.tsx'
import { SettingInput } from './setting-input.tsx'
import { SourceEditor } from './source-editor.tsx'

/** What can be set on the selected field; on the form when none is. */
export function SettingsPanel() {
  const { current, selected, send, readOnly } = useDesignerContext()
  if (current) return <NodeSettings key={current.id} node={current} />
  if (selected.length > 1) {
    return (
      <div className="lb-form-settings-body">
        <p className="lb-form-hint">已选择 {selected.length} 项。可以一起移动、复制、删除,或放进新的区块。</p>
        <Button disabled={readOnly} onClick={() => send({ do: 'wrap', ids: selected })}>
          放进新的区块
        </Button>
      </div>
    )
  }
  return <FormSettings />
}

function FormSettings() {
  const { tree, send, readOnly } = useDesignerContext()
  const { title = '', description = '' } = tree
  return (
    <div className="lb-form-settings-body">
      <h4 className="lb-form-group">表单</h4>
      <Row label="表单名称">
        {(id) => (
          <TextSetting id={id} value={title} disabled={readOnly} onCommit={(text) => send({ do: 'form', title: text, description }).ok} />
        )}
      </Row>
      <Row label="表单说明">
        {(id) => (
          <TextSetting
            id={id}
            value={description}
            rows={3}
            disabled={readOnly}
            onCommit={(text) => send({ do: 'form', title, description: text }).ok}
          />
        )}
      </Row>
      <p className="lb-form-hint">选择一个字段后,在这里设置它的名称、填写要求和条件。</p>
    </div>
  )
}

/** What is set together. */
const GROUPS: { label: string; keys: readonly SettingKey[] }[] = [
  { label: '名称与提示', keys: ['title', 'x-help', 'x-example', 'description'] },
  { label: '选项', keys: ['x-options', 'enum'] },
  {
    label: '填写要求',
    keys: [
      'required',
      'default',
      'format',
      'minLength',
      'maxLength',
      'pattern',
      'minimum',
      'maximum',
      'multipleOf',
      'minItems',
      'maxItems',
    ],
  },
  { label: '显示条件', keys: ['x-visible-if'] },
  { label: '计算公式', keys: ['x-computed'] },
  { label: '校验规则', keys: ['x-checks'] },
]

function NodeSettings({ node }: { node: FormNode }) {
  const component = componentOf(node.schema)
  const settings = component === null ? [] : settingsOf(component, node.schema.type)
  const { send } = useDesignerContext()
  const set = (keys: Partial<FieldSchema>) => send({ do: 'set', id: node.id, keys }).ok
  const props = component === null ? [] : Object.entries(COMPONENTS[component].props)
  return (
    <div className="lb-form-settings-body">
      <Identity node={node} component={component} />
      {GROUPS.map(({ label, keys }) => {
        const own = settings.filter((it) => keys.includes(it.key))
        const shown = keys.flatMap((key) => own.filter((it) => it.key === key))
        const parts = label === '名称与提示' ? props : []
        return (
          shown.length + parts.length > 0 && (
            <Part key={label} label={label} help={keys.length === 1 ? shown[0]?.setting.help : undefined}>
              {shown.map(({ key, setting }) => (
                <KeySetting key={key} node={node} name={key} setting={setting} set={set} />
              ))}
              {parts.map(([key, setting]) => (
                <Row key={key} label={setting.label} help={setting.help}>
                  {(id) => (
                    <SettingInput
                      id={id}
                      node={node}
                      setting={setting}
                      value={node.schema['x-component-props']?.[key]}
                      onCommit={(value) => set(withProp(node.schema, key, value))}
                    />
                  )}
                </Row>
              ))}
            </Part>
          )
        )
      })}
      <Links node={node} />
    </div>
  )
}

function withProp(schema: FieldSchema, key: string, value: unknown): Partial<FieldSchema> {
  const { [key]: _old, ...rest } = schema['x-component-props'] ?? {}
  const props = value === undefined ? rest : { ...rest, [key]: value as string }
  return { 'x-component-props': Object.keys(props).length > 0 ? props : undefined }
}

function Part({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <section aria-label={label}>
      <h4 className="lb-form-group">{label}</h4>
      {help && <small className="lb-form-hint">{help}</small>}
      {children}
    </section>
  )
}

/** What the field is: its component and its key. */
function Identity({ node, component }: { node: FormNode; component: ComponentName | null }) {
  const { send, readOnly, dictionary } = useDesignerContext()
  const isSame = (it: CountyField) =>
    it.key === node.key && it.title === node.schema.title && it.schema['x-component'] === node.schema['x-component']
  const county = dictionary.find(isSame)
  const choices = convertible(node.schema).map((name) => ({ label: COMPONENTS[name].label, value: name }))
  return (
    <section aria-label="字段">
      {component !== null && choices.length > 1 ? (
        <Row label="组件">
          {(id) => (
            <ChoiceSetting
              id={id}
              value={component}
              choices={choices}
              disabled={readOnly}
              onCommit={(to) => to !== undefined && send({ do: 'set', id: node.id, keys: conversion(node.schema, to) }).ok}
            />
          )}
        </Row>
      ) : (
        <h4 className="lb-form-group">{componentLabel(node.schema)}</h4>
      )}
      <Row label="标识" help={kindOf(node.schema) === 'void' ? undefined : '用于公式和数据交换,修改后公式一并更新'}>
        {(id) => (
          <TextSetting
            id={id}
            monospace
            value={node.key}
            disabled={readOnly}
            onCommit={(key) => send({ do: 'rename', id: node.id, key }).ok}
          />
        )}
      </Row>
      {county && (
        <p className="lb-form-hint">
          <Tag className="lb-form-tag">县级字段</Tag>
          {county.source}。{county.carried && '修改标识、名称或组件后不再自动带出。'}
        </p>
      )}
    </section>
  )
}

interface KeySettingProps {
  node: FormNode
  name: SettingKey
  setting: Setting
  set: (keys: Partial<FieldSchema>) => boolean
}

function KeySetting({ node, name, setting, set }: KeySettingProps) {
  const { readOnly } = useDesignerContext()
  const { schema } = node
  switch (name) {
    case 'required':
      return <RequiredSetting node={node} set={set} />
    case 'x-visible-if':
    case 'x-computed':
      return (
        <ExpressionSetting
          node={node}
          label={setting.label}
          value={schema[name] ?? ''}
          condition={name === 'x-visible-if'}
          self={false}
          onCommit={(text) =>
            set({
              [name]: text === '' ? undefined : text,
              ...(name === 'x-computed' && text !== '' ? { required: undefined, 'x-required-if': undefined } : {}),
            })
          }
          onRemove={() => set({ [name]: undefined })}
        />
      )
    case 'x-checks':
      return <ChecksEditor node={node} onCommit={(checks) => set({ 'x-checks': checks })} />
    case 'enum':
      return schema['x-options'] ? null : (
        <OptionsEditor schema={schema} disabled={readOnly} onCommit={(options) => set({ enum: options })} />
      )
    case 'x-options':
      return <SourceEditor schema={schema} disabled={readOnly} onCommit={(source) => set(withSource(schema, source))} />
    default:
      return (
        <Row label={setting.label} help={setting.help}>
          {(id) => <SettingInput id={id} node={node} setting={setting} value={schema[name]} onCommit={(value) => set({ [name]: value })} />}
        </Row>
      )
  }
}

/** Options are listed or come from a source, never both. */
function withSource(schema: FieldSchema, source: FieldSchema['x-options']): Partial<FieldSchema> {
  if (source) return { 'x-options': source, enum: undefined, default: undefined }
  return { 'x-options': undefined, enum: schema.enum ?? [{ label: '选项1', value: 'option1' }] }
}

function RequiredSetting({ node, set }: Pick<KeySettingProps, 'node' | 'set'>) {
  const { readOnly } = useDesignerContext()
  const { required, 'x-required-if': condition, 'x-computed': computed } = node.schema
  // Asked for, and not written yet.
  const [asked, setAsked] = useState(false)
  if (computed !== undefined) return <p className="lb-form-hint">由系统计算,不需要填写</p>
  const mode = required ? 'always' : condition !== undefined || asked ? 'condition' : 'never'
  return (
    <>
      <Segmented
        block
        disabled={readOnly}
        aria-label="是否必填"
        value={mode}
        options={[
          { label: '选填', value: 'never' },
          { label: '必填', value: 'always' },
          { label: '按条件必填', value: 'condition' },
        ]}
        onChange={(next) => {
          setAsked(next === 'condition')
          const always = next === 'always' ? true : undefined
          const kept = next === 'condition' ? condition : undefined
          if (always !== required || kept !== condition) set({ required: always, 'x-required-if': kept })
        }}
      />
      {mode === 'condition' && (
        <ExpressionSetting
          node={node}
          label="必填条件"
          value={condition ?? ''}
          condition
          self={false}
          onCommit={(text) => set({ 'x-required-if': text === '' ? undefined : text })}
        />
      )}
    </>
  )
}
