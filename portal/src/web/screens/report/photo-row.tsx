import { CameraOutlined, CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { preparePhoto, type TakenPhoto } from './picture.ts'

const MAX_PHOTOS = 9

/** Photos by the camera, several; each is made small and gets its time. */
export function PhotoRow({ photos, onChange }: { photos: TakenPhoto[]; onChange(photos: TakenPhoto[]): void }) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const take = async (files: FileList | null) => {
    setProblem(null)
    const taken: TakenPhoto[] = []
    for (const file of [...(files ?? [])].slice(0, MAX_PHOTOS - photos.length)) {
      try {
        taken.push(await preparePhoto(file, Date.now()))
      } catch {
        setProblem(`“${file.name}”不是可以识别的照片,请重新拍摄`)
      }
    }
    if (taken.length > 0) onChange([...photos, ...taken])
    if (input.current) input.current.value = ''
  }
  const remove = (index: number) => {
    URL.revokeObjectURL(photos[index]!.url)
    onChange(photos.filter((_, i) => i !== index))
  }
  return (
    <div className="photo-row">
      {photos.map(({ url }, index) => (
        <figure key={url}>
          <img src={url} alt={`第 ${index + 1} 张照片`} />
          <Button size="small" icon={<CloseOutlined />} aria-label={`删除第 ${index + 1} 张照片`} onClick={() => remove(index)} />
        </figure>
      ))}
      {photos.length < MAX_PHOTOS && (
        <Button className="take-photo" icon={<CameraOutlined />} onClick={() => input.current?.click()}>
          {photos.length === 0 ? '拍照' : '再拍一张'}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        data-testid="photo-input"
        onChange={({ target }) => void take(target.files)}
      />
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
