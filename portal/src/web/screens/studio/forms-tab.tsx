import { FormDesigner } from '@lianban/designer/form'
import type { FormSchema } from '@lianban/forms'
import { App, Button, Dropdown, Input, Menu, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { optionsSource } from '../../api/options.ts'
import { studioPaths, type CountyField } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import type { TabProps } from './draft-page.tsx'
import { useSources } from './use-sources.ts'
import { formName, formsIn } from './package-files.ts'

const EMPTY_FORM: FormSchema = {
  type: 'object',
  title: '新表单',
  'x-lianban': { version: 1 },
  properties: { name: { type: 'string', title: '名称' } },
}
const written = (schema: FormSchema): string => `${JSON.stringify(schema, null, 2)}\n`

/** Where a county field is filled in from, as far as it is. */
const sourceWords = ({ source, carried }: CountyField): string =>
  carried ? `自动带出申请人以前在${source.join('、')}中填写的内容` : `${source.join('、')}也有此字段,每次由申请人填写`

/** The forms of the package, each with its designer. */
export default function FormsTab({ workspace: { files, change, readOnly }, place, open }: TabProps) {
  const { modal } = App.useApp()
  const county = useResource<{ fields: CountyField[] }>(studioPaths.dictionary).data
  const dictionary = useMemo(() => (county?.fields ?? []).map((field) => ({ ...field, source: sourceWords(field) })), [county])
  const sources = useSources()
  const [isNaming, setIsNaming] = useState(false)
  const forms = formsIn(files)
  const shown = forms.find(({ key }) => key === place) ?? forms[0]
  const path = (key: string) => `forms/${key}.json`
  const add = (key: string, schema: FormSchema) => {
    change({ [path(key)]: written(schema) })
    open('forms', key)
  }
  const remove = (key: string, title: string) =>
    void modal.confirm({
      title: `删除表单“${title}”`,
      content: '使用这张表单的环节会列入检查结果,改用其他表单后才能发布',
      okText: '删除',
      okButtonProps: { danger: true },
      cancelText: '取消',
      onOk: () => change({ [path(key)]: null }),
    })
  return (
    <div className="studio-split">
      <nav className="studio-side" aria-label="表单">
        <Menu
          selectedKeys={shown ? [shown.key] : []}
          items={forms.map((form) => ({ key: form.key, label: formName(files, form) }))}
          onClick={({ key }) => open('forms', key)}
        />
        {!readOnly && (
          <Button block onClick={() => setIsNaming(true)} data-testid="new-form">
            新建表单
          </Button>
        )}
        {shown && !readOnly && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'copy', label: '复制' },
                { key: 'remove', label: '删除', danger: true },
              ],
              onClick: ({ key }) =>
                key === 'copy'
                  ? add(freeKey(shown.key, forms), { ...shown.schema, title: `${formName(files, shown)}(副本)` })
                  : remove(shown.key, formName(files, shown)),
            }}
          >
            <Button block type="text">
              更多
            </Button>
          </Dropdown>
        )}
      </nav>
      {shown ? (
        <div className="studio-main">
          <div className="studio-designer">
            <FormDesigner
              key={shown.key}
              value={shown.schema}
              dictionary={dictionary}
              sources={sources}
              optionsSource={optionsSource}
              readOnly={readOnly}
              onChange={(schema) => change({ [path(shown.key)]: written(schema) })}
            />
          </div>
        </div>
      ) : (
        <div className="card studio-main">
          <EmptyState title="还没有表单">{readOnly ? '' : '点“新建表单”开始'}</EmptyState>
        </div>
      )}
      {isNaming && (
        <NameDialog
          taken={forms.map(({ key }) => key)}
          onClose={() => setIsNaming(false)}
          onNamed={(key, title) => {
            setIsNaming(false)
            add(key, { ...EMPTY_FORM, title })
          }}
        />
      )}
    </div>
  )
}

/** `name-2`, `name-3` … */
function freeKey(key: string, forms: readonly { key: string }[]): string {
  for (let n = 2; ; n++) if (!forms.some((form) => form.key === `${key}-${n}`)) return `${key}-${n}`
}

function NameDialog({ taken, onNamed, onClose }: { taken: string[]; onNamed: (key: string, title: string) => void; onClose: () => void }) {
  const [title, setTitle] = useState('')
  const [asked, setAsked] = useState(false)
  const name = title.trim()
  const key = freeKey('form', [{ key: 'form-0' }, ...taken.map((one) => ({ key: one }))])
  return (
    <Modal
      open
      title="新建表单"
      okText="新建"
      cancelText="取消"
      onCancel={onClose}
      onOk={() => {
        setAsked(true)
        if (name) onNamed(key, name)
      }}
    >
      <label htmlFor="form-title">
        名称 <span className="required-word">(必填)</span>
      </label>
      <Input
        id="form-title"
        autoFocus
        maxLength={50}
        value={title}
        status={asked && !name ? 'error' : undefined}
        placeholder="例如:踏勘记录"
        onChange={({ target }) => setTitle(target.value)}
      />
      {asked && !name && (
        <div className="field-problem" role="alert">
          请填写名称
        </div>
      )}
    </Modal>
  )
}
