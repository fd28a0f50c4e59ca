/** Three ways to begin: write to people, open a channel, join one. */
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BrowseChannels } from './browse-channels.tsx'
import { NewChannelForm } from './new-channel-form.tsx'
import { NewMessageForm } from './new-message-form.tsx'

export type Beginning = 'people' | 'channel' | 'browse'

interface NewConversationDialogProps {
  start: Beginning
  onClose: () => void
  /** A conversation is there: show it. */
  onOpen: (conversationId: string) => void
}

export function NewConversationDialog({ start, onClose, onOpen }: NewConversationDialogProps) {
  const [way, setWay] = useState(start)
  return (
    <Dialog title="New conversation" onClose={onClose} width={480}>
      <div className="min-h-0 overflow-y-auto px-5 pb-5">
        <div className="mb-4">
          <Tabs
            label="How to begin"
            value={way}
            onChange={setWay}
            options={[
              { value: 'people', label: 'People' },
              { value: 'channel', label: 'New channel' },
              { value: 'browse', label: 'Browse channels' },
            ]}
          />
        </div>
        {way === 'people' && <NewMessageForm onOpen={onOpen} />}
        {way === 'channel' && <NewChannelForm onOpen={onOpen} />}
        {way === 'browse' && <BrowseChannels onOpen={onOpen} />}
      </div>
    </Dialog>
  )
}
