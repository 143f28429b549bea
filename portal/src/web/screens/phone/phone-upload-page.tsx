import { CameraOutlined, FolderOpenOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState, type ChangeEvent } from 'react'
import { asApiError } from '../../api/api-error.ts'
import { phoneUploadApi, sendFromPhone, type PhonePage } from '../../api/phone-uploads.ts'
import { Outcome } from '../../components/outcome.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText, sizeText } from '../../time.ts'
import { acceptOf, formatsText, refusalOf } from '../applicant/material-text.ts'
import './phone.css'

interface Opened extends PhonePage {
  token: string
}

interface Sent {
  n: number
  name: string
  size: number
  /** 0 to 1; 1 and no problem: it has come. */
  share: number
  problem: string | null
}

/** What a telephone shows that has scanned the code: take a picture, choose files, see them go. */
export function Component() {
  useTitle('手机上传材料')
  const [found, setFound] = useState<Opened | string | null>(null)
  useEffect(() => {
    let current = true
    open().then(
      (opened) => current && setFound(opened),
      (thrown: unknown) => current && setFound(asApiError(thrown).message),
    )
    return () => {
      current = false
    }
  }, [])
  if (found === null) return <PageSkeleton />
  if (typeof found === 'string')
    return (
      <main className="phone-page">
        <h1 className="sr-only">手机上传材料</h1>
        <Outcome kind="warning" title="不能上传" text={found} />
      </main>
    )
  return <Upload opened={found} />
}

let opening: Promise<Opened> | null = null

/** An address is opened once; this telephone remembers that it did, also when the page is loaded again. */
function open(): Promise<Opened> {
  const token = location.hash.slice(1)
  const kept = sessionStorage.getItem(`phone-upload.${token}`)
  if (kept !== null) return Promise.resolve(JSON.parse(kept) as Opened)
  opening ??= phoneUploadApi.take(token).then((page) => {
    const opened = { ...page, token }
    sessionStorage.setItem(`phone-upload.${token}`, JSON.stringify(opened))
    return opened
  })
  return opening
}

function Upload({ opened }: { opened: Opened }) {
  const { material, ownerName, left, expiresAt } = opened
  const camera = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const count = useRef(0)
  const [sent, setSent] = useState<Sent[]>([])
  const change = (n: number, patch: Partial<Sent>) => setSent((now) => now.map((one) => (one.n === n ? { ...one, ...patch } : one)))

  const send = async (file: File) => {
    const n = ++count.current
    const refusal = refusalOf(file, material)
    setSent((now) => [...now, { n, name: file.name, size: file.size, share: 0, problem: refusal }])
    if (refusal) return
    try {
      await sendFromPhone(file, opened, (share) => change(n, { share: Math.min(share, 0.99) }))
      change(n, { share: 1 })
    } catch (thrown) {
      change(n, { problem: asApiError(thrown).message })
    }
  }
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    for (const file of event.target.files ?? []) void send(file)
    event.target.value = ''
  }
  const came = sent.filter(({ share, problem }) => share === 1 && !problem).length
  const full = came >= left
  return (
    <main className="phone-page">
      <h1>上传{material.name}</h1>
      <p>
        申请人 {ownerName} · 最多还可上传 {left} 个文件
      </p>
      <p className="quiet">
        {formatsText(material)}。{minuteText(expiresAt)} 前有效。文字要清晰,四角要完整。
      </p>
      <ul className="plain" aria-live="polite" data-testid="sent-files">
        {sent.map((one) => (
          <li key={one.n} className="phone-file">
            <span className="spread">
              <span className="break">{one.name}</span>
              <span className="quiet nowrap">{sizeText(one.size)}</span>
            </span>
            {one.problem ? (
              <span className="tone-over" role="alert">
                {one.problem}
              </span>
            ) : one.share === 1 ? (
              <span>✓ 已上传</span>
            ) : (
              <progress value={one.share} max={1} aria-label={`${one.name} 的上传进度`} />
            )}
          </li>
        ))}
      </ul>
      <div className="phone-buttons">
        {full && <p role="status">已经传满,请回到电脑上继续。</p>}
        <input ref={camera} type="file" hidden accept="image/jpeg,image/png" capture="environment" onChange={choose} aria-label="拍照" />
        <input ref={files} type="file" hidden multiple={left > 1} accept={acceptOf(material)} onChange={choose} aria-label="选择文件" />
        {material.formats.some((format) => format !== 'pdf') && (
          <Button type="primary" size="large" block icon={<CameraOutlined />} disabled={full} onClick={() => camera.current?.click()}>
            拍照
          </Button>
        )}
        <Button size="large" block icon={<FolderOpenOutlined />} disabled={full} onClick={() => files.current?.click()}>
          从手机里选择
        </Button>
        <p className="quiet">{came > 0 ? `已上传 ${came} 个,电脑上会自动显示。全部传完后可以关闭本页。` : '上传后会自动显示在电脑上。'}</p>
      </div>
    </main>
  )
}
