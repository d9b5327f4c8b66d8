-- Returns the version of what is here and its epoch, each empty if there is none.
return { call('GET', P .. 'version') or '', call('GET', P .. 'epoch') or '' }
