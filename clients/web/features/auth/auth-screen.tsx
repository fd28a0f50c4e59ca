/** The door: sign in or sign up, beside what Parley promises. */
import { useState } from 'react'
import { Logo } from '../../ui/logo.tsx'
import { PromisePanel } from './promise-panel.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SignUpForm } from './sign-up-form.tsx'

export function AuthScreen() {
  const [mode, setMode] = useState<'in' | 'up'>('in')
  const [email, setEmail] = useState('')
  return (
    <div className="flex h-dvh overflow-y-auto lg:p-3">
      <PromisePanel />
      <main className="flex min-h-full flex-1 flex-col px-6 pt-[max(1.5rem,env(safe-area-inset-top))] pb-8">
        <div className="m-auto w-full max-w-88 py-8">
          <div className="mb-9 flex items-center gap-3 lg:hidden">
            <Logo size={36} />
            <span className="text-xl font-semibold tracking-tight">Parley</span>
          </div>
          <h1 className="text-2xl leading-tight font-semibold tracking-tight">
            {mode === 'in' ? 'Welcome back' : 'Join the conversation'}
          </h1>
          <p className="mt-1.5 mb-7 text-ink-soft">
            {mode === 'in'
              ? 'Sign in and carry on where you left off.'
              : 'An account takes less than a minute.'}
          </p>
          {mode === 'in' ? (
            <SignInForm email={email} onEmail={setEmail} />
          ) : (
            <SignUpForm email={email} onEmail={setEmail} />
          )}
          <p className="mt-6 text-ink-soft">
            {mode === 'in' ? 'New here?' : 'Have an account already?'}{' '}
            <button
              type="button"
              onClick={() => setMode(mode === 'in' ? 'up' : 'in')}
              className="rounded font-medium text-accent underline-offset-4 hover:underline"
            >
              {mode === 'in' ? 'Create an account' : 'Sign in'}
            </button>
          </p>
        </div>
      </main>
    </div>
  )
}
