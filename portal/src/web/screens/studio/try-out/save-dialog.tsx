import { expectable, fileOf, savedCase, type PackageFiles, type Person } from '@lianban/processes/try-out'
import { Alert, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Trial } from './use-try-out.ts'

interface Props {
  trial: Trial
  files: PackageFiles
  people?: readonly Person[]
  onCancel: () => void
  onSave: (path: string, json: string) => void
}

const MAX_NAME_CHARS = 100

/** A try-out becomes a case: its name, and what besides its path, outcome and documents must be so again. */
export function SaveDialog({ trial, files, people, onCancel, onSave }: Props) {
  const [name, setName] = useState('')
  const [variables, setVariables] = useState<string[]>([])
  const { whole: session, view } = trial
  const path = fileOf(name)
  const isTaken = name.trim() !== '' && files[path] !== undefined
  const save = () => {
    const saved = savedCase(session, {
      name,
      variables,
      people: people && people.map(({ posts, ...one }) => ({ ...one, posts: [...posts] })),
    })
    onSave(path, `${JSON.stringify(saved, null, 2)}\n`)
  }
  return (
    <Modal
      open
      title="保存为用例"
      okText={isTaken ? '覆盖保存' : '保存'}
      cancelText="取消"
      okButtonProps={{ disabled: name.trim() === '' }}
      onCancel={onCancel}
      onOk={save}
    >
      <Form layout="vertical">
        <Form.Item label="用例名称" htmlFor="case-name" extra={isTaken ? '已有同名用例,保存后替换它' : undefined}>
          <Input
            id="case-name"
            autoFocus
            maxLength={MAX_NAME_CHARS}
            placeholder="例如 补正后准予许可"
            value={name}
            onChange={({ target }) => setName(target.value)}
            data-testid="case-name"
          />
        </Form.Item>
      </Form>
      <Alert
        className="gap-below"
        type="info"
        message={`以后每次发布都会重新运行:经过 ${session.state.path.length} 个环节、结果“${view.statusText}”、出具 ${session.state.documents.length} 份文书应当与现在一致`}
      />
      <details>
        <summary>还应当一致的变量</summary>
        <Checkbox.Group
          className="try-out-expected"
          value={variables}
          onChange={setVariables}
          options={Object.entries(expectable(session)).map(([key, value]) => ({ value: key, label: `${key} = ${JSON.stringify(value)}` }))}
        />
      </details>
    </Modal>
  )
}
