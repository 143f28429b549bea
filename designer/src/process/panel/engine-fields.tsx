import { Alert, Checkbox, Collapse } from 'antd'
import { useDesk } from '../desk.ts'
import { editModel } from '../edit-draft.ts'
import { engineSettings, type Setting, type SettingGroup } from '../engine-settings/index.ts'
import type { Moddle } from '../model/moddle.ts'
import { Choice, CommitText, Field } from './field.tsx'

/** What the engine reads of an element, group by group, with what it says against it. */
export function EngineFields({ element, without = [] }: { element: Moddle; without?: readonly SettingGroup['key'][] }) {
  const { model } = useDesk()
  const groups = engineSettings(element).filter(({ key }) => !without.includes(key))
  const said = model.lint.filter(({ elementId }) => elementId === element.id)
  // What tells elements of one kind from another is in sight, what they all have is folded.
  const seldom = new Set<string>(['loop', 'mapping', 'jobs'])
  const fields = ({ key, settings }: SettingGroup) =>
    settings.map((one) => <SettingField key={`${key} ${one.key}`} id={element.id} setting={one} />)
  return (
    <>
      {said.map(({ code, message, level }) => (
        <Alert key={code + message} type={level} showIcon message={message} />
      ))}
      {groups
        .filter(({ key }) => !seldom.has(key))
        .map((group) => (
          <section key={group.key} aria-label={group.title}>
            {fields(group)}
          </section>
        ))}
      <Collapse
        ghost
        size="small"
        items={groups
          .filter(({ key }) => seldom.has(key))
          .map((group) => ({ key: group.key, label: group.title, children: fields(group) }))}
      />
    </>
  )
}

function SettingField({ id, setting }: { id: string; setting: Setting }) {
  const { model, readOnly, run } = useDesk()
  const element = model.elements.get(id)!
  const value = setting.read(element)
  const write = (next: string) =>
    void run((draft) =>
      editModel(draft, (elements, definitions) => {
        const found = elements.get(id)
        if (found) setting.write(found, next, definitions)
      }),
    )
  const { kind = 'text', label, help, options = [] } = setting
  if (kind === 'flag')
    return (
      <div className="lianban-field">
        <Checkbox checked={value === 'yes'} disabled={readOnly} onChange={({ target }) => write(target.checked ? 'yes' : '')}>
          {label}
        </Checkbox>
      </div>
    )
  return (
    <Field label={label} help={help}>
      {(field) =>
        kind === 'choice' ? (
          <Choice
            id={field}
            value={value || options[0]?.value}
            options={options}
            disabled={readOnly}
            onChange={(next) => write(next ?? '')}
          />
        ) : (
          <CommitText
            id={field}
            value={value}
            rows={kind === 'lines' ? 2 : undefined}
            disabled={readOnly}
            onCommit={(text) => write(text.trim())}
          />
        )
      }
    </Field>
  )
}
