/** A password, with an eye to look at it. */
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'

export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'trailing'>) {
  const [shown, setShown] = useState(false)
  return (
    <Field
      label="Password"
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="off"
      trailing={
        <IconButton
          label={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          size="small"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={16} /> : <Eye size={16} />}
        </IconButton>
      }
      {...props}
    />
  )
}
