import { observer } from '@formily/react'
import { sourceOf } from '@lianban/forms'
import { Checkbox as AntCheckbox, Radio as AntRadio, Select as AntSelect, Switch as AntSwitch, theme } from 'antd'
import type { CSSProperties } from 'react'
import { type Control, useControl } from '../context.ts'
import { isTick } from '../field-item.tsx'
import { CLEAR } from './clear.tsx'
import { SourceSelect, useChoices } from './source-select.tsx'
import type { FieldProps } from './text-input.tsx'

type Choice = string | number

/** More options than this get a search box. */
const SEARCH_FROM = 10

/** A list of options that opens; of an array, several may be chosen. */
export const Select = observer((props: FieldProps<Choice | Choice[]>) => {
  const query = sourceOf(useControl().field.schema)
  // Codes of a source are text.
  return query ? <SourceSelect {...(props as FieldProps<string | string[]>)} query={query} /> : <ListSelect {...props} />
})

const ListSelect = observer(({ value, onChange }: FieldProps<Choice | Choice[]>) => {
  const { field, binding, leave } = useControl()
  const many = field.schema.type === 'array'
  return (
    <AntSelect<Choice | Choice[]>
      {...binding}
      mode={many ? 'multiple' : undefined}
      value={value}
      onChange={(next) => {
        onChange(next)
        leave()
      }}
      options={field.schema.enum}
      allowClear={CLEAR}
      showSearch={(field.schema.enum?.length ?? 0) > SEARCH_FROM}
      optionFilterProp="label"
      placeholder="请选择"
      status={binding['aria-invalid'] && 'error'}
      style={{ width: '100%', minWidth: 110, maxWidth: many ? undefined : 360 }}
    />
  )
})

/** One of a few, all in sight. */
export const Radio = observer(({ value, onChange }: FieldProps<Choice>) => {
  const control = useControl()
  const { options, empty } = useChoices(control.field, sourceOf(control.field.schema))
  const style = useGroupStyle(control)
  return (
    <div {...groupBinding(control)} role="radiogroup">
      <AntRadio.Group
        name={control.binding.id}
        value={value}
        onChange={(event) => {
          onChange(event.target.value as Choice)
          control.leave()
        }}
        style={style}
        options={options}
      />
      {empty}
    </div>
  )
})

/** Several of a few; of a boolean, one box to tick that carries the title. */
export const Checkbox = observer(({ value, onChange }: FieldProps<Choice[] | boolean>) => {
  const control = useControl()
  const { options, empty } = useChoices(control.field, sourceOf(control.field.schema))
  const { token } = theme.useToken()
  const style = useGroupStyle(control)
  if (isTick(control.field)) {
    return (
      <AntCheckbox {...control.binding} checked={value === true} onChange={(event) => tick(event.target.checked)}>
        {control.field.title}
        {control.required && <span style={{ color: token.colorTextSecondary }}>(必填)</span>}
      </AntCheckbox>
    )
  }
  function tick(checked: boolean) {
    onChange(checked)
    control.leave()
  }
  return (
    <div {...groupBinding(control)} role="group">
      <AntCheckbox.Group
        value={Array.isArray(value) ? value : []}
        onChange={(next) => {
          onChange(next)
          control.leave()
        }}
        style={style}
        options={options}
      />
      {empty}
    </div>
  )
})

/** On or off; takes effect on the form at once. */
export const Switch = observer(({ value, onChange }: FieldProps<boolean>) => {
  const { binding } = useControl()
  return <AntSwitch {...binding} checked={value === true} onChange={onChange} checkedChildren="是" unCheckedChildren="否" />
})

function groupBinding({ binding, path }: Control) {
  return { ...binding, 'aria-labelledby': `field-${path}-label`, tabIndex: -1 }
}

function useGroupStyle({ field }: Control): CSSProperties {
  const { token } = theme.useToken()
  const vertical = field.schema['x-component-props']?.['direction'] === 'vertical'
  return {
    display: 'flex',
    flexDirection: vertical ? 'column' : 'row',
    flexWrap: 'wrap',
    gap: `${token.marginXS}px ${token.margin}px`,
    paddingTop: token.paddingXXS,
  }
}
