package sitetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/rasadnews/rasad/news"
)

// Hosts returns n sources at as many virtual hosts, such as
// http://sepidar-7.test:8080, for a site that is served at a port: the outlets
// in turn, each as often as it takes. Resolver finds the hosts. Nothing is said
// of how often they are polled.
func (s *Site) Hosts(n int, port uint16) []news.Source {
	sources := make([]news.Source, n)
	for i := range sources {
		o := s.outlets[i%len(s.outlets)]
		host := fmt.Sprintf("%s-%d", o.ID, i/len(s.outlets)+1)
		sources[i] = s.Sources(fmt.Sprintf("http://%s.test:%d", host, port))[i%len(s.outlets)]
		sources[i].ID, sources[i].Publisher, sources[i].Every = host, host, 0
	}
	return sources
}

// Resolver returns a resolver that finds every host at one address, without
// any server.
func Resolver(at netip.Addr) *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go answer(ours, at)
			return theirs, nil
		},
	}
}

// answer answers questions about names as a server does over TCP: with their
// lengths before them (RFC 1035, 4.2.2).
func answer(conn net.Conn, at netip.Addr) {
	defer conn.Close()
	for {
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		question := make([]byte, size)
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		reply, err := found(question, at)
		if err != nil {
			return
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)); err != nil {
			return
		}
	}
}

// found answers one question: a name's address of version 4 is the one that
// all have; of other kinds there is none.
func found(question []byte, at netip.Addr) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	m.Response, m.Authoritative, m.RecursionAvailable, m.Additionals = true, true, true, nil
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA && at.Is4() {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60},
				Body:   &dnsmessage.AResource{A: at.As4()},
			})
		}
	}
	return m.Pack()
}
