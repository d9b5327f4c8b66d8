package chart

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// How far a line of text may reach above and below its baseline, in parts of
// its size. What stacks up higher is clipped there.
const (
	ascent  = 1.25
	descent = 0.7
)

// A canvas is the image being drawn, in pixels from the top left.
type canvas struct {
	image *image.RGBA
	shape vector.Rasterizer
}

func newCanvas() *canvas {
	c := &canvas{image: image.NewRGBA(image.Rect(0, 0, Width, MaxHeight))}
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return c
}

// A box is an area of the canvas.
type box struct{ left, top, right, bottom float32 }

func (b box) width() float32  { return b.right - b.left }
func (b box) height() float32 { return b.bottom - b.top }

// fill paints a box with rounded corners.
func (c *canvas) fill(b box, radius float32, ink color.RGBA) {
	if b.width() <= 0 || b.height() <= 0 {
		return
	}
	r := min(radius, b.width()/2, b.height()/2)
	area := c.begin(b)
	x, y := float32(area.Min.X), float32(area.Min.Y)
	l, t, right, bottom := b.left-x, b.top-y, b.right-x, b.bottom-y
	z := &c.shape
	z.MoveTo(l+r, t)
	z.LineTo(right-r, t)
	z.QuadTo(right, t, right, t+r)
	z.LineTo(right, bottom-r)
	z.QuadTo(right, bottom, right-r, bottom)
	z.LineTo(l+r, bottom)
	z.QuadTo(l, bottom, l, bottom-r)
	z.LineTo(l, t+r)
	z.QuadTo(l, t, l+r, t)
	z.ClosePath()
	z.Draw(c.image, area, image.NewUniform(ink), image.Point{})
}

// begin readies the rasteriser for a shape within a box, and returns the
// pixels that the box touches.
func (c *canvas) begin(b box) image.Rectangle {
	area := image.Rect(int(b.left), int(b.top), int(b.right)+1, int(b.bottom)+1).Intersect(c.image.Bounds())
	c.shape.Reset(area.Dx(), area.Dy())
	return area
}

// text draws a line whose baseline begins at x, y.
func (c *canvas) text(l line, x, y float32, ink color.RGBA) {
	if len(l.runs) == 0 {
		return
	}
	slack := l.size / 2 // glyphs may reach over their advance
	area := c.begin(box{max(x-slack, 0), y - ascent*l.size, x + l.width + slack, y + descent*l.size})
	x -= float32(area.Min.X)
	y -= float32(area.Min.Y)
	for _, run := range l.runs {
		scale := pixels(run.Size) / float32(run.Face.Upem())
		for _, g := range run.Glyphs {
			if outline, ok := run.Face.GlyphDataOutline(g.GlyphID); ok {
				c.outline(outline, x+pixels(g.XOffset), y-pixels(g.YOffset), scale)
			}
			x += pixels(g.Advance)
		}
	}
	c.shape.Draw(c.image, area, image.NewUniform(ink), image.Point{})
}

// outline adds a glyph to the shape, with its origin at x, y.
func (c *canvas) outline(o font.GlyphOutline, x, y, scale float32) {
	at := func(p opentype.SegmentPoint) (float32, float32) { return x + p.X*scale, y - p.Y*scale }
	for _, s := range o.Segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			c.shape.ClosePath()
			c.shape.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			c.shape.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			c.shape.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			c.shape.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	c.shape.ClosePath()
}
