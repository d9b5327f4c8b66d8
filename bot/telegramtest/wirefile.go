package telegramtest

// wirePhoto is a PhotoSize. https://core.telegram.org/bots/api#photosize
type wirePhoto struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Size     int    `json:"file_size,omitempty"`
}

// wireDocument is a Document. https://core.telegram.org/bots/api#document
type wireDocument struct {
	ID        string     `json:"file_id"`
	UniqueID  string     `json:"file_unique_id"`
	Name      string     `json:"file_name,omitempty"`
	Type      string     `json:"mime_type,omitempty"`
	Size      int        `json:"file_size"`
	Thumbnail *wirePhoto `json:"thumbnail,omitempty"`
}

// wire returns the sizes of a photo, the largest last, or a document.
func (f *File) wire() ([]wirePhoto, *wireDocument) {
	if f.Kind == Photo {
		sizes := []wirePhoto{f.wireSize()}
		if f.SmallID != "" {
			sizes = append([]wirePhoto{f.wireSmall()}, sizes...)
		}
		return sizes, nil
	}
	d := &wireDocument{ID: f.ID, UniqueID: f.UniqueID, Name: f.Name, Type: f.Type, Size: f.Size}
	if f.Thumbnail != nil {
		size := f.Thumbnail.wireSize()
		d.Thumbnail = &size
	}
	return nil, d
}

func (f *File) wireSize() wirePhoto {
	return wirePhoto{ID: f.ID, UniqueID: f.UniqueID, Width: f.Width, Height: f.Height, Size: f.Size}
}

// wireSmall returns the smaller size of a photo. Its bytes are those of the
// photo all the same.
func (f *File) wireSmall() wirePhoto {
	long := max(f.Width, f.Height)
	return wirePhoto{
		ID: f.SmallID, UniqueID: f.UniqueID + "s",
		Width: max(1, f.Width*smallSide/long), Height: max(1, f.Height*smallSide/long),
	}
}
