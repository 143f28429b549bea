import { Button, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { linkageApi, type CategoryStandard, type CategoryTarget } from '../../api/linkage.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { SEVERITIES, UNITS } from './words.ts'

interface StandardDialogProps {
  standard: CategoryStandard
  organs: { id: string; name: string }[]
  onCancel(): void
  onDone(): void
}

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
const NEW_TARGET: CategoryTarget = { name: '', n: 1, unit: 'workday' }
const MAX_TARGETS = 8

/** Changes a category's standard: a new version, with the reason. */
export function StandardDialog({ standard, organs, onCancel, onDone }: StandardDialogProps) {
  const { code, version, ...content } = standard
  const [draft, setDraft] = useState(content)
  const set = (patch: Partial<typeof content>) => setDraft((now) => ({ ...now, ...patch }))
  const setTarget = (index: number, patch: Partial<CategoryTarget>) =>
    set({ targets: draft.targets.map((target, i) => (i === index ? { ...target, ...patch } : target)) })
  const named = organs.map(({ id, name }) => ({ value: id, label: name }))
  const missing = draft.targets.some(({ name }) => name.trim() === '')
    ? '每项处置目标都应有名称'
    : draft.filing.trim() === '' || draft.closing.trim() === ''
      ? '请填写立案条件和结案条件'
      : null
  return (
    <DeedDialog
      title={`修改“${standard.name}”`}
      consequence="形成新版本并即时生效;已经立案的案件仍按原版本办理。修改记入监察日志。"
      okText="确认修改"
      reasonLabel="修改理由"
      missing={missing}
      run={(reason) => linkageApi.changeStandard(code, { version, content: draft, reason })}
      onCancel={onCancel}
      onDone={onDone}
    >
      <div className="standard-form">
        <label>
          立案条件
          <Input value={draft.filing} maxLength={500} onChange={({ target }) => set({ filing: target.value })} />
        </label>
        <label>
          结案条件
          <Input value={draft.closing} maxLength={500} onChange={({ target }) => set({ closing: target.value })} />
        </label>
        <div className="row">
          <Select
            aria-label="主管部门"
            showSearch
            optionFilterProp="label"
            value={draft.lead}
            options={named}
            onChange={(lead) => set({ lead })}
          />
          <Select aria-label="紧急程度" value={draft.severity} options={optionsOf(SEVERITIES)} onChange={(severity) => set({ severity })} />
          <InputNumber
            aria-label="重复提示半径(米)"
            addonAfter="米"
            min={5}
            max={2000}
            value={draft.radiusM}
            onChange={(radiusM) => set({ radiusM: radiusM ?? 50 })}
          />
          <InputNumber
            aria-label="重复提示时间(小时)"
            addonAfter="小时"
            min={24}
            max={72}
            value={draft.windowHours}
            onChange={(windowHours) => set({ windowHours: windowHours ?? 24 })}
          />
        </div>
        {draft.targets.map((target, index) => (
          <div className="row" key={index}>
            <Input
              aria-label={`目标${index + 1}名称`}
              value={target.name}
              maxLength={100}
              onChange={(event) => setTarget(index, { name: event.target.value })}
            />
            <InputNumber
              aria-label={`目标${index + 1}时限`}
              min={1}
              max={200}
              value={target.n}
              onChange={(n) => setTarget(index, { n: n ?? 1 })}
            />
            <Select
              aria-label={`目标${index + 1}单位`}
              value={target.unit}
              options={optionsOf(UNITS)}
              onChange={(unit) => setTarget(index, { unit: unit as CategoryTarget['unit'] })}
            />
            <Select
              aria-label={`目标${index + 1}处置单位`}
              allowClear
              placeholder="牵头单位"
              showSearch
              optionFilterProp="label"
              value={target.organ}
              options={named}
              onChange={(organ: string | undefined) => setTarget(index, { organ })}
            />
            <Button
              disabled={draft.targets.length === 1}
              onClick={() => set({ targets: draft.targets.filter((_, i) => i !== index) })}
              aria-label={`删除目标${index + 1}`}
            >
              删除
            </Button>
          </div>
        ))}
        <Button disabled={draft.targets.length >= MAX_TARGETS} onClick={() => set({ targets: [...draft.targets, NEW_TARGET] })}>
          增加处置目标
        </Button>
        <label>
          <Switch checked={draft.proposed} onChange={(proposed) => set({ proposed })} /> 尚待县政府确定(拟)
        </label>
      </div>
    </DeedDialog>
  )
}
